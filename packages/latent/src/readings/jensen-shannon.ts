import { portableExp, portableLog } from '@espalier/core'
import { checkLength, checkOption } from '../vectors/checks.ts'
import type { Vector } from '../vectors/vector.ts'
import { checkReadOut } from './check-read-out.ts'
import { topIndices } from './top-symbols.ts'

/**
 * Jensen-Shannon divergence of two read-outs, in nats, from 0 (the same) to log 2 (nothing in common) (Lin 1991). Both are natural
 * log-probabilities over the same symbols.
 *
 * `topK` looks only at the symbols that are among the k best of either and takes all others as one: cheaper, and never more than the whole
 * divergence. From 1; default: all symbols. Throws `WRONG_LENGTH`, `TOO_FEW`, `OUT_OF_RANGE`, `INVALID_OPTIONS`.
 */
export function jensenShannon(a: Vector, b: Vector, options: { readonly topK?: number } = {}): number {
  checkReadOut('first', a)
  checkReadOut('second', b)
  checkLength('second', b.length, a.length)
  const topK = checkOption('topK', options.topK ?? a.length, { min: 1, integer: true })
  if (topK >= a.length) {
    let sum = 0
    for (let i = 0; i < a.length; i++) sum += share(portableExp(a[i]!), portableExp(b[i]!))
    return bounded(sum)
  }
  let restA = 1
  let restB = 1
  let sum = 0
  for (const i of new Set([...topIndices(a, topK), ...topIndices(b, topK)])) {
    const p = portableExp(a[i]!)
    const q = portableExp(b[i]!)
    restA -= p
    restB -= q
    sum += share(p, q)
  }
  return bounded(sum + share(Math.max(0, restA), Math.max(0, restB)))
}

/** What one symbol adds. Twice the one by the sum, not the one by the mean: the mean of the smallest numbers is 0. */
function share(p: number, q: number): number {
  const sum = p + q
  return (p === 0 ? 0 : (p / 2) * portableLog((2 * p) / sum)) + (q === 0 ? 0 : (q / 2) * portableLog((2 * q) / sum))
}

function bounded(sum: number): number {
  return Math.max(0, Math.min(Math.LN2, sum))
}
