import * as z from 'zod'
import type { SteerAction } from '@espalier/core'
import { steerActionSchema } from '../events/event-schema.ts'

/** More of the budget of an unfinished search: each number is added to the limit of its kind. At least one is above 0. */
export interface ExtendRequest {
  readonly trials?: number
  readonly nodes?: number
  readonly tokens?: number
  readonly timeMs?: number
}

/** Actions that are applied together, or not at all. 1 to 100 of them. */
export interface SteerRequest {
  /** Who steers, for the log. Default `user`. */
  readonly by?: string
  readonly actions: readonly SteerAction[]
}

export interface Steered {
  /** Events of the log up to and including those of the actions. */
  readonly events: number
}

const more = (max: number) => z.int().min(0).max(max).exactOptional()

export const extendRequestSchema = z
  .strictObject({
    trials: more(1_000_000),
    nodes: more(10_000_000),
    tokens: more(1_000_000_000),
    timeMs: more(86_400_000),
  })
  .refine((request) => Object.values(request).some((amount) => amount > 0), 'nothing to extend by')
  .readonly()
  .meta({ id: 'ExtendRequest' })

export const steerRequestSchema = z
  .strictObject({
    by: z.string().min(1).max(100).exactOptional().describe('Who steers, for the log. Default: `user`.'),
    actions: z
      .array(steerActionSchema)
      .min(1)
      .max(100)
      .readonly()
      .describe('focus: select from this node down. avoid: give the node and all below it up.'),
  })
  .readonly()
  .meta({ id: 'SteerRequest' })

export const steeredSchema = z
  .object({ events: z.int().min(0).describe('Events up to and including those of the actions.') })
  .readonly()
  .meta({ id: 'Steered' })
