/** A mean with its 95 % interval. */
export interface Estimate {
  readonly mean: number
  readonly low: number
  readonly high: number
}

const RESAMPLES = 4000

/** Wilson score interval at 95 % (Wilson 1927): sound near 0 and 1, where the search results lie. */
export function wilson(hits: number, count: number): Estimate {
  if (count === 0) return { mean: Number.NaN, low: 0, high: 1 }
  const z = 1.959964
  const p = hits / count
  const centre = p + (z * z) / (2 * count)
  const spread = z * Math.sqrt((p * (1 - p)) / count + (z * z) / (4 * count * count))
  const scale = 1 + (z * z) / count
  return { mean: p, low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) }
}

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

/** Mean of a - b over the same problems, with the interval of {@link bootstrapMean}: whole problems are drawn, so pairs stay together. */
export function pairedDifference(a: readonly number[], b: readonly number[], draw: () => number): Estimate {
  return bootstrapMean(
    a.map((value, i) => value - b[i]!),
    draw,
  )
}

/** The mean over problems: shares by Wilson's interval where each problem was solved or not, everything else by bootstrap. */
export function estimate(values: readonly number[], draw: () => number): Estimate {
  if (values.every((value) => value === 0 || value === 1))
    return wilson(values.filter((value) => value === 1).length, values.length)
  return bootstrapMean(values, draw)
}
