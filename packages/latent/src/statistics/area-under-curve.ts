import { checkLength } from '../vectors/checks.ts'

/**
 * Area under the receiver operating characteristic: the chance that a positive scores above a negative, ties half (Hanley & McNeil 1982).
 * Exact, by ranks. NaN where one of the two classes is empty. Throws `WRONG_LENGTH` unless there is a label a score.
 */
export function areaUnderCurve(scores: readonly number[], labels: readonly boolean[]): number {
  checkLength('labels', labels.length, scores.length)
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
