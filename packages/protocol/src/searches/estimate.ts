import * as z from 'zod'

/** How much of something a search that was not started yet is expected to take. */
export interface EstimatedAmount {
  /** As much as one in ten takes at most, half of them, and nine in ten. Null: nothing is known to work them out from. */
  readonly p10: number | null
  readonly p50: number | null
  readonly p90: number | null
  /** What the budget lets it take, trials under way when it is spent left out; null where it sets no limit. */
  readonly limit: number | null
}

/** What a search would take, before it is started. */
export interface Estimate {
  /** Searches that ended here before and that the numbers rest on: 0 is from the budget alone. */
  readonly searches: number
  /** Whether all of them ran the same algorithm; else the task and the model are all that they have in common. */
  readonly sameAlgorithm: boolean
  readonly trials: EstimatedAmount
  /** Calls of the model. */
  readonly calls: EstimatedAmount
  readonly promptTokens: EstimatedAmount
  readonly completionTokens: EstimatedAmount
  /** Milliseconds of work. */
  readonly timeMs: EstimatedAmount
  /** US dollars; null for a model that has no prices. */
  readonly dollars: EstimatedAmount | null
}

const amount = z.number().min(0).nullable()
const amountSchema = z
  .object({
    p10: amount,
    p50: amount.describe('As much as half of such searches take at most; null where nothing is known.'),
    p90: amount,
    limit: amount.describe('What the budget allows; null where it sets no limit.'),
  })
  .readonly()
  .meta({ id: 'EstimatedAmount' })

export const estimateSchema = z
  .object({
    searches: z.int().min(0).describe('Earlier searches that the numbers rest on: 0 is from the budget alone.'),
    sameAlgorithm: z.boolean().describe('Whether all of them ran the same algorithm.'),
    trials: amountSchema,
    calls: amountSchema,
    promptTokens: amountSchema,
    completionTokens: amountSchema,
    timeMs: amountSchema.describe('Milliseconds of work.'),
    dollars: amountSchema.nullable().describe('US dollars; null for a model that has no prices.'),
  })
  .readonly()
  .meta({ id: 'Estimate' })
