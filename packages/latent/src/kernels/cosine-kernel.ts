import { portableExp } from '@espalier/core'
import { checkOption, checkPair } from '../vectors/checks.ts'
import { cosine, type Vector } from '../vectors/vector.ts'

/**
 * exp(kappa (cos - 1)): 1 for the same direction, exp(-2 kappa) for the opposite one. For the hidden states that actions lead to, not for
 * the noise that made the actions: in many dimensions all noise is as far apart. `kappa` from 0, default 20 (by which a cosine of 0.95
 * counts 0.37). Throws `WRONG_LENGTH`, `NOT_FINITE`, `INVALID_OPTIONS`.
 */
export function cosineKernel(a: Vector, b: Vector, kappa = 20): number {
  checkPair('vectors', a, b)
  return portableExp(checkOption('kappa', kappa, { min: 0 }) * (cosine(a, b) - 1))
}
