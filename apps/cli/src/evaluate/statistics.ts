/** A share with its 95 % interval, in [0, 1]. */
export interface Share {
  readonly share: number
  readonly low: number
  readonly high: number
}

/** Wilson score interval at 95 % (Wilson 1927): sound near 0 and 1, where the search results lie. */
export function wilson(hits: number, count: number): Share {
  if (count === 0) return { share: Number.NaN, low: 0, high: 1 }
  const z = 1.959964
  const p = hits / count
  const centre = p + (z * z) / (2 * count)
  const spread = z * Math.sqrt((p * (1 - p)) / count + (z * z) / (4 * count * count))
  const scale = 1 + (z * z) / count
  return { share: p, low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) }
}

/**
 * Mean of a - b over the same puzzles with a percentile bootstrap interval at 95 % (Efron 1979; 4,000 resamples, seeded by `draw`).
 */
export function pairedDifference(a: readonly boolean[], b: readonly boolean[], draw: () => number): Share {
  const differences = a.map((hit, i) => Number(hit) - Number(b[i]))
  const n = differences.length
  const mean = (pick: (i: number) => number): number => {
    let sum = 0
    for (let i = 0; i < n; i++) sum += differences[pick(i)]!
    return sum / n
  }
  const resampled = Array.from({ length: 4000 }, () => mean(() => Math.floor(draw() * n))).toSorted((x, y) => x - y)
  return { share: mean((i) => i), low: resampled[100]!, high: resampled[3899]! }
}
