import type { Budget, Estimate, EstimatedAmount, SearchInfo, SearchSpec } from '@espalier/protocol'
import type { Catalog } from '../catalog.ts'
import { modelNamed } from '../find.ts'
import type { ModelPrices } from '../catalog-model.ts'
import { extremes, project, type Projection } from './projection.ts'

/** Earlier searches that an estimate looks at, the newest. Ours: enough for a range, and a look at them costs nothing to speak of. */
export const ESTIMATE_SEARCHES = 200

/** With so many of the same algorithm, those of others are left out. */
const ENOUGH = 3

/**
 * What a search would take. Each of the `earlier` searches that ended here with the same task and model (and algorithm, if there are
 * three of those) is thought of as run again under this budget, at its own rates; the estimate is the spread of what they would have
 * taken. One or two show no spread: then it goes from a single trial to the whole budget. Without any, only the budget's limits are known.
 * Throws a CatalogError for a model that is not there.
 */
export function estimateSearch(spec: SearchSpec, earlier: readonly SearchInfo[], catalog: Catalog): Estimate {
  const { task, model, algorithm, budget } = spec
  const { prices } = modelNamed(catalog, model, task)
  const alike = earlier.filter(
    (search) =>
      search.status === 'finished' &&
      !search.imported &&
      search.trials > 0 &&
      search.spec.task === task &&
      search.spec.model === model,
  )
  const closest = alike.filter((search) => search.spec.algorithm.name === algorithm.name)
  const sameAlgorithm = closest.length >= ENOUGH || closest.length === alike.length
  const basis = sameAlgorithm ? closest : alike
  const projections = basis.map((search) => project(search, budget))
  const spread = basis.length >= ENOUGH ? [] : basis.flatMap((search) => extremes(search, budget))
  const amount = (read: (projection: Projection) => number, limit: number | undefined): EstimatedAmount => {
    const middle = projections.map(read)
    const whole = [...middle, ...spread.map(read)]
    return {
      p10: quantile(whole, 0.1),
      p50: quantile(middle, 0.5),
      p90: quantile(whole, 0.9),
      limit: limit ?? null,
    }
  }
  return {
    searches: basis.length,
    sameAlgorithm,
    trials: amount(({ trials }) => trials, budget.trials),
    calls: amount(({ calls }) => calls, undefined),
    promptTokens: amount(({ promptTokens }) => promptTokens, undefined),
    completionTokens: amount(({ completionTokens }) => completionTokens, budget.tokens),
    timeMs: amount(({ timeMs }) => timeMs, budget.timeMs),
    dollars: prices === undefined ? null : dollarsOf(prices, amount, budget),
  }
}

/** Without a limit of what it reads, only a model that costs nothing to read has a limit of cost. */
function dollarsOf(
  { prompt, completion }: ModelPrices,
  amount: (read: (projection: Projection) => number, limit: number | undefined) => EstimatedAmount,
  { tokens }: Budget,
): EstimatedAmount {
  if (prompt === 0 && completion === 0) return { p10: 0, p50: 0, p90: 0, limit: 0 }
  const cost = ({ promptTokens, completionTokens }: Projection): number =>
    (promptTokens * prompt + completionTokens * completion) / 1e6
  return amount(cost, prompt === 0 && tokens !== undefined ? (tokens * completion) / 1e6 : undefined)
}

/** The smallest of `numbers` that a share of them does not exceed (nearest rank); null without any, or where it is without bound. */
function quantile(numbers: readonly number[], share: number): number | null {
  const sorted = numbers.toSorted((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  return found === undefined || !Number.isFinite(found) ? null : found
}
