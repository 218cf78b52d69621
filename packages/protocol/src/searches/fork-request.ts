import * as z from 'zod'
import { budgetSchema, searchNameSchema, seedSchema, type Budget } from './spec.ts'
import { traceLevelSchema, type TraceLevel } from '../trace/levels.ts'
import { steererSchema } from './steer-request.ts'

/** Where another search begins with what one has done so far, and how it goes on. */
export interface ForkRequest {
  /** Events of the log to begin with, at least 1. Default: all so far, less those of its end. */
  readonly at?: number
  /** Seed of draws from there on. Default: the one that the first search draws by. */
  readonly seed?: number
  /** Default: the first one's. */
  readonly name?: string
  /** All that it may spend, what it begins with included. Default: what the first one may. */
  readonly budget?: Budget
  /** Who forks, for the log. Default `user`. */
  readonly by?: string
  /** Never more than the first one's. Default: the same. */
  readonly trace?: TraceLevel
}

export const forkRequestSchema = z
  .strictObject({
    at: z
      .int()
      .min(1)
      .exactOptional()
      .describe('Events of the log to begin with. Default: all, less those of its end.'),
    seed: seedSchema.exactOptional().describe('Seed of draws from there on. Default: the one of the first search.'),
    name: searchNameSchema.exactOptional().describe("Default: the first search's."),
    budget: budgetSchema
      .exactOptional()
      .describe('All that it may spend, what it begins with included. Default: what the first search may.'),
    by: steererSchema.exactOptional().describe('Who forks, for the log. Default: `user`.'),
    trace: traceLevelSchema.exactOptional().describe("Never more than the first search's. Default: the same."),
  })
  .readonly()
  .meta({ id: 'ForkRequest' })
