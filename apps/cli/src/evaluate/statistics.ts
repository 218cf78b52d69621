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
