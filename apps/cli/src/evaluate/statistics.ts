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

/** Area under the receiver operating characteristic: the chance that a positive scores above a negative, ties half (Hanley & McNeil 1982). */
export function areaUnderCurve(scores: readonly number[], labels: readonly boolean[]): number {
  const order = scores.map((score, i) => ({ score, positive: labels[i]! })).toSorted((a, b) => a.score - b.score)
  const positives = labels.filter(Boolean).length
  const negatives = labels.length - positives
  if (positives === 0 || negatives === 0) return Number.NaN
  let rankSum = 0
  for (let i = 0; i < order.length;) {
    let end = i
    while (end < order.length && order[end]!.score === order[i]!.score) end++
    const rank = (i + 1 + end) / 2
    for (let k = i; k < end; k++) if (order[k]!.positive) rankSum += rank
    i = end
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/** Ten bins of predicted probability with what came true, and the expected calibration error (Naeini 2015). */
export function calibration(scores: readonly number[], labels: readonly boolean[]) {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, hits: 0, sum: 0 }))
  scores.forEach((score, i) => {
    const bin = bins[Math.min(9, Math.floor(score * 10))]!
    bin.count++
    bin.sum += score
    if (labels[i] === true) bin.hits++
  })
  const error = bins.reduce((total, { hits, sum }) => total + Math.abs(hits - sum), 0) / Math.max(1, scores.length)
  return { bins, error }
}
