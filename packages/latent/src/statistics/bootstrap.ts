import { checkLength } from '../vectors/checks.ts'
import type { Estimate } from './estimate.ts'

const RESAMPLES = 4000

/** Mean with a percentile bootstrap interval at 95 % (Efron 1979; 4,000 resamples, seeded by `draw`). NaN for no values. */
export function bootstrapMean(values: readonly number[], draw: () => number): Estimate {
  const { length } = values
  if (length === 0) return { mean: Number.NaN, low: Number.NaN, high: Number.NaN }
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0
    for (let i = 0; i < length; i++) sum += values[Math.floor(draw() * length)]!
    return sum / length
  }).toSorted((a, b) => a - b)
  const mean = values.reduce((sum, value) => sum + value, 0) / length
  return { mean, low: means[RESAMPLES * 0.025]!, high: means[RESAMPLES * 0.975 - 1]! }
}

/**
 * Mean of a - b over the same problems, with the interval of {@link bootstrapMean}: whole problems are drawn, so pairs stay together.
 * For rates, 1 and 0 an answer. Throws `WRONG_LENGTH` for lists of different lengths.
 */
export function pairedDifference(a: readonly number[], b: readonly number[], draw: () => number): Estimate {
  checkLength('results of the second', b.length, a.length)
  return bootstrapMean(
    a.map((value, i) => value - b[i]!),
    draw,
  )
}
