import * as z from 'zod'
import { steererSchema } from './steer-request.ts'

/** More of the budget of an unfinished search: each number is added to the limit of its kind. At least one is above 0. */
export interface ExtendRequest {
  readonly trials?: number
  readonly nodes?: number
  readonly tokens?: number
  readonly timeMs?: number
  /** Who extends it, for the log. Default `user`. */
  readonly by?: string
}

const more = (max: number) => z.int().min(0).max(max).exactOptional()

export const extendRequestSchema = z
  .strictObject({
    trials: more(1_000_000),
    nodes: more(10_000_000),
    tokens: more(1_000_000_000),
    timeMs: more(86_400_000),
    by: steererSchema.exactOptional().describe('Who extends it, for the log. Default: `user`.'),
  })
  .refine(({ by: _, ...amounts }) => Object.values(amounts).some((amount) => amount > 0), 'nothing to extend by')
  .readonly()
  .meta({ id: 'ExtendRequest' })
