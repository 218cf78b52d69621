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
