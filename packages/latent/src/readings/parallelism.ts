import { checkCount, checkFinite, checkOption } from '../vectors/checks.ts'
import type { Vector } from '../vectors/vector.ts'

export interface ParallelismOptions {
  /** How many of the best are summed at most. From 1; default 3. */
  readonly top?: number
  /** Where the curve is read, each in [0, 100]. Default 0, 10, …, 100. */
  readonly percentiles?: readonly number[]
}

export interface ParallelismCurve {
  readonly percentiles: readonly number[]
  /** `cumulative[k - 1][i]`: value of the k best together at the i-th percentile of the problems. */
  readonly cumulative: readonly (readonly number[])[]
  /** Mean over problems of what the others of the best add to the very best: falls as a model commits itself. */
  readonly gap: number
}

/**
 * How many alternatives a thought keeps: the values of the 1, 2, … best candidates together, as percentiles over problems, each line sorted
 * by itself (COCONUT, Hao et al. 2024, arXiv 2412.06769, §5). Lines far apart at the first thought and close at the second mean
 * that the model weighs several lines at first and one later. `problems`: one list a problem of the values of its candidates at one
 * thought, in any order; fewer candidates than `top` count as zeros. Percentiles between two problems are interpolated.
 *
 * Throws `TOO_FEW` for no problems or candidates, `NOT_FINITE`, `INVALID_OPTIONS`.
 */
export function parallelismCurve(
  problems: readonly (Vector | readonly number[])[],
  options: ParallelismOptions = {},
): ParallelismCurve {
  const top = checkOption('top', options.top ?? 3, { min: 1, integer: true })
  const percentiles = options.percentiles ?? Array.from({ length: 11 }, (_, i) => 10 * i)
  percentiles.forEach((at, i) => checkOption(`percentiles[${i}]`, at, { min: 0, max: 100 }))
  checkCount('problems', problems.length, 1)
  const sums = problems.map((values, i) => {
    checkFinite(`problems[${i}]`, values)
    return bestTogether([...values], top)
  })
  const cumulative = Array.from({ length: top }, (_, k) => {
    const sorted = sums.map((row) => row[k]!).toSorted((a, b) => a - b)
    return percentiles.map((at) => percentile(sorted, at))
  })
  const gap = sums.reduce((sum, row) => sum + row[top - 1]! - row[0]!, 0) / sums.length
  return { percentiles, cumulative, gap }
}

/** Sums of the 1, 2, …, `top` largest. */
function bestTogether(values: number[], top: number): readonly number[] {
  values.sort((a, b) => b - a)
  let sum = 0
  return Array.from({ length: top }, (_, k) => (sum += values[k] ?? 0))
}

function percentile(sorted: readonly number[], at: number): number {
  const place = (at / 100) * (sorted.length - 1)
  const below = Math.floor(place)
  const low = sorted[below]!
  return low + (place - below) * ((sorted[below + 1] ?? low) - low)
}
