import type { Estimate } from '../statistics/estimate.ts'
import { wilson } from '../statistics/wilson.ts'
import { checkCount, checkOption } from '../vectors/checks.ts'
import type { Label } from './decodability.ts'

/** Two problems, a receiver and a donor, and what the receiver answers when a part of its state is replaced. */
export interface CarrierTrial {
  /** Left alone. */
  readonly receiver: Label
  /** The donor's own answer. */
  readonly donor: Label
  /** With the part in question taken from the donor, such as the hidden vector or the caches of the thoughts. */
  readonly swapped: Label
  /** With everything but that part taken from the donor: the matched control. */
  readonly others: Label
  /** With noise of the same norm in place of the part. */
  readonly corrupted: Label
  /** What is right for the receiver. */
  readonly correct: Label
}

export interface CarrierThresholds {
  /** Default 0.8. */
  readonly sufficiency?: number
  /** Default 0.25. */
  readonly selectivity?: number
  /** Default 0.5. */
  readonly drop?: number
}

export interface CarrierReport {
  /** Share of tellable pairs whose swapped answer is the donor's: the part is enough. */
  readonly sufficiency: Estimate
  /** Share of tellable pairs whose answer becomes the donor's although the part stayed: small where only the part carries the answer. */
  readonly selectivity: Estimate
  /** Accuracy left alone less accuracy with the part corrupted, in [-1, 1]. */
  readonly corruptionDrop: number
  /** Pairs whose two answers differ; the others cannot tell who is followed. */
  readonly pairs: number
  /** All three figures pass their thresholds. */
  readonly carries: boolean
}

/**
 * Whether a part of a state carries the answer: sufficiency >= 0.8, selectivity <= 0.25, drop under matched corruption >= 0.5. Names and
 * thresholds are those of SCIT (arXiv 2608.27265); how each is counted is written above, since the paper was not at hand.
 *
 * Throws `TOO_FEW` where no pair has two different answers, `INVALID_OPTIONS` for thresholds outside [0, 1].
 */
export function carrierReport(trials: readonly CarrierTrial[], thresholds: CarrierThresholds = {}): CarrierReport {
  const range = { min: 0, max: 1 }
  const enough = checkOption('sufficiency', thresholds.sufficiency ?? 0.8, range)
  const leak = checkOption('selectivity', thresholds.selectivity ?? 0.25, range)
  const fall = checkOption('drop', thresholds.drop ?? 0.5, range)
  const pairs = trials.filter(({ receiver, donor }) => receiver !== donor)
  checkCount('pairs with different answers', pairs.length, 1)
  const sufficiency = wilson(pairs.filter(({ swapped, donor }) => swapped === donor).length, pairs.length)
  const selectivity = wilson(pairs.filter(({ others, donor }) => others === donor).length, pairs.length)
  const right = (answer: (trial: CarrierTrial) => Label): number =>
    trials.filter((trial) => answer(trial) === trial.correct).length
  const corruptionDrop = (right(({ receiver }) => receiver) - right(({ corrupted }) => corrupted)) / trials.length
  return {
    sufficiency,
    selectivity,
    corruptionDrop,
    pairs: pairs.length,
    carries: sufficiency.mean >= enough && selectivity.mean <= leak && corruptionDrop >= fall,
  }
}
