import { portableExp, portableLog } from '@espalier/core'

/** Natural log-probabilities of scores, the same bits on every machine. */
export function logSoftmax(logits: Float32Array): Float32Array {
  let max = Number.NEGATIVE_INFINITY
  for (const x of logits) max = Math.max(max, x)
  let sum = 0
  for (const x of logits) sum += portableExp(x - max)
  const log = max + portableLog(sum)
  return logits.map((x) => x - log)
}
