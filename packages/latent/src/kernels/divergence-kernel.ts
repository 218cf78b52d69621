import { portableExp } from '@espalier/core'
import { jensenShannon } from '../readings/jensen-shannon.ts'
import { checkOption } from '../vectors/checks.ts'
import type { Vector } from '../vectors/vector.ts'

export interface DivergenceKernelOptions {
  /** Nats at which the kernel has fallen to 1/e. Above 0; default 0.05. */
  readonly tau?: number
  /** How many of the best symbols of each are compared, as in `jensenShannon`. Default 16. */
  readonly topK?: number
}

/**
 * exp(-JS / tau) of two read-outs (natural log-probabilities): 1 for states that say the same, whatever their vectors. Throws what
 * `jensenShannon` throws.
 */
export function divergenceKernel(a: Vector, b: Vector, options: DivergenceKernelOptions = {}): number {
  const tau = checkOption('tau', options.tau ?? 0.05, { min: Number.MIN_VALUE })
  return portableExp(-jensenShannon(a, b, { topK: options.topK ?? 16 }) / tau)
}
