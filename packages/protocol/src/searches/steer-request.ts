import * as z from 'zod'
import type { NodeId } from '@espalier/core'

/** What can be asked of a running search beside its own operations. An inserted step is given by its label, as its task writes it. */
export type SteerRequestAction =
  | { readonly type: 'focus' | 'avoid' | 're-root' | 're-evaluate'; readonly node: NodeId }
  | { readonly type: 'insert'; readonly node: NodeId; readonly label: string; readonly prior?: number }

/** Actions that are applied together, or not at all. 1 to 100 of them. */
export interface SteerRequest {
  /** Who steers, for the log. Default `user`. */
  readonly by?: string
  readonly actions: readonly SteerRequestAction[]
}

export interface Steered {
  /** Events of the log up to and including those of the actions. */
  readonly events: number
}

const node = z.int().min(0)

/** Who steers, for the log. */
export const steererSchema = z.string().min(1).max(100)

export const steerRequestActionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(['focus', 'avoid', 're-root', 're-evaluate']), node }).readonly(),
  z
    .strictObject({
      type: z.literal('insert'),
      node: node.describe('The node that the step goes on from.'),
      label: z.string().min(1).max(10_000).describe('The step, as the task writes it.'),
      prior: z.number().min(0).max(1e30).exactOptional().describe('Default: the largest among its siblings.'),
    })
    .readonly(),
])

export const steerRequestSchema = z
  .strictObject({
    by: steererSchema.exactOptional().describe('Who steers, for the log. Default: `user`.'),
    actions: z
      .array(steerRequestActionSchema)
      .min(1)
      .max(100)
      .readonly()
      .describe(
        'focus: select from this node down. avoid: give the node and all below it up. re-root: commit to the steps up to it. ' +
          're-evaluate: ask for its value again. insert: a step of your own below it.',
      ),
  })
  .readonly()
  .meta({ id: 'SteerRequest' })

export const steeredSchema = z
  .object({ events: z.int().min(0).describe('Events up to and including those of the actions.') })
  .readonly()
  .meta({ id: 'Steered' })
