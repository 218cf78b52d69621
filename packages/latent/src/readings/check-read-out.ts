import { LatentError } from '../latent-error.ts'
import type { Vector } from '../vectors/vector.ts'
import { checkCount } from '../vectors/checks.ts'

/** Single precision may round a log-probability of 0 up. */
const SLACK = 1e-3

/** Natural log-probabilities: at most 0, minus infinity for what cannot be. That they sum to one is up to the model. */
export function checkReadOut(where: string, readOut: Vector): void {
  checkCount(where, readOut.length, 1)
  for (let i = 0; i < readOut.length; i++) {
    if (readOut[i]! <= SLACK) continue
    throw new LatentError('OUT_OF_RANGE', 'not a log-probability', {
      got: String(readOut[i]),
      expected: 'a natural logarithm, at most 0',
      where: `${where}[${i}]`,
    })
  }
}
