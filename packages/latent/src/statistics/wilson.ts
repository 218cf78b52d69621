import type { Estimate } from './estimate.ts'

const Z = 1.959964

/** Wilson score interval of a share at 95 % (Wilson 1927): sound near 0 and 1. NaN within [0, 1] for a count of 0. */
export function wilson(hits: number, count: number): Estimate {
  if (count === 0) return { mean: Number.NaN, low: 0, high: 1 }
  const p = hits / count
  const centre = p + (Z * Z) / (2 * count)
  const spread = Z * Math.sqrt((p * (1 - p)) / count + (Z * Z) / (4 * count * count))
  const scale = 1 + (Z * Z) / count
  return { mean: p, low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) }
}

/**
 * Interval at 95 % of the difference of two independent shares, a - b, from the Wilson interval of each (Newcombe 1998, Statistics in
 * Medicine 17:873, method 10). For answers of the same problems `pairedDifference` is narrower.
 */
export function newcombe(hitsA: number, countA: number, hitsB: number, countB: number): Estimate {
  const a = wilson(hitsA, countA)
  const b = wilson(hitsB, countB)
  if (countA === 0 || countB === 0) return { mean: Number.NaN, low: -1, high: 1 }
  const mean = a.mean - b.mean
  return {
    mean,
    low: mean - together(a.mean - a.low, b.high - b.mean),
    high: mean + together(a.high - a.mean, b.mean - b.low),
  }
}

function together(a: number, b: number): number {
  return Math.sqrt(a * a + b * b)
}
