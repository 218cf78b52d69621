import { portableExp } from '@espalier/core'
import { LatentError } from '../latent-error.ts'
import { checkCount, checkFinite, checkLength, checkMeasured } from '../vectors/checks.ts'
import type { Vector } from '../vectors/vector.ts'

/** The different actions among those drawn at a node; one entry an action in each. */
export interface SampledActions {
  /** How often each was drawn: K times the empirical β̂. Integers from 1. */
  readonly counts: readonly number[]
  /** Natural logarithm of the density β that they were drawn from. */
  readonly logProposal: Vector
  /** Natural logarithm of the density π of the policy. Minus infinity is allowed. */
  readonly logPolicy: Vector
}

/**
 * Priors for actions that were drawn rather than enumerated: proportional to (β̂ / β) π (Sampled MuZero; Hubert et al. 2021, arXiv
 * 2104.06303). They sum to one. Of actions drawn from the policy itself each has its share of the draws; of actions drawn uniformly, once
 * each, each has the policy's prior. Logarithms, because densities of vectors leave the range of numbers.
 *
 * Throws `TOO_FEW` for no actions, `WRONG_LENGTH`, `NOT_FINITE`, and `OUT_OF_RANGE` for counts below 1 and where the policy allows none.
 */
export function sampledPriors({ counts, logProposal, logPolicy }: SampledActions): Float64Array {
  checkCount('counts', counts.length, 1)
  checkLength('logProposal', logProposal.length, counts.length)
  checkLength('logPolicy', logPolicy.length, counts.length)
  checkFinite('logProposal', logProposal)
  counts.forEach((count, i) => checkMeasured(`counts[${i}]`, count, { min: 1, integer: true }))
  const logs = Float64Array.from(logPolicy, (log, i) => log - logProposal[i]!)
  const most = logs.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY)
  if (!Number.isFinite(most))
    throw new LatentError('OUT_OF_RANGE', 'no action has a probability', {
      got: String(most),
      expected: 'a finite logarithm for at least one, and none of plus infinity or NaN',
      where: 'logPolicy',
    })
  const priors = logs.map((log, i) => counts[i]! * portableExp(log - most))
  const sum = priors.reduce((sum, prior) => sum + prior, 0)
  return priors.map((prior) => prior / sum)
}
