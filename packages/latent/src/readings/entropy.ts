import { portableExp } from '@espalier/core'
import type { Vector } from '../vectors/vector.ts'
import { checkReadOut } from './check-read-out.ts'

/**
 * Shannon entropy of a read-out, in nats, from 0 (one symbol) to log(symbols). `readOut`: natural log-probabilities, [symbols], as
 * `ThoughtModel.readOut` gives them. Throws `TOO_FEW` for no symbols and `OUT_OF_RANGE` for what is no log-probability.
 */
export function entropy(readOut: Vector): number {
  checkReadOut('readOut', readOut)
  let sum = 0
  for (const log of readOut) if (log !== Number.NEGATIVE_INFINITY) sum -= portableExp(log) * log
  return Math.max(0, sum)
}
