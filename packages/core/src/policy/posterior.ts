import { checkNumber } from '../errors.ts'
import type { Draw } from '../random.ts'
import { drawBeta } from './draw-from.ts'

/** What was seen of an arm: how many values, their sum and sum of squares, and trials in flight whose values will come. */
export interface Evidence {
  count: number
  sum: number
  squares: number
  pending: number
}

/** Normal-inverse-chi-squared prior over the mean and variance of an arm's values (Murphy 2023, §3.4.3.3). */
export interface GaussianPrior {
  /** Mean, and how many values it counts for. */
  readonly mean: number
  readonly meanWeight: number
  /** Variance, and how many values it counts for. */
  readonly variance: number
  readonly varianceWeight: number
}

/** Student's t that an arm's mean follows. */
export interface StudentPosterior {
  mean: number
  scale: number
  degrees: number
}

/**
 * Posterior of an arm's mean. Trials in flight count as values at the posterior mean (Desautels 2014, §4.1): they make it surer, not better
 * or worse, so that a second one looks elsewhere. Written into `out`, for choices among many arms.
 */
export function studentPosterior(prior: GaussianPrior, seen: Evidence, out: StudentPosterior): StudentPosterior {
  const { count, sum, squares, pending } = seen
  const weight = prior.meanWeight + count
  const degrees = prior.varianceWeight + count
  const average = count === 0 ? 0 : sum / count
  const spread = Math.max(0, squares - sum * average)
  const off = prior.mean - average
  const scatter = prior.varianceWeight * prior.variance + spread + ((count * prior.meanWeight) / weight) * off * off
  out.mean = (prior.meanWeight * prior.mean + sum) / weight
  out.degrees = degrees + pending
  out.scale = Math.sqrt(scatter / out.degrees / (weight + pending))
  return out
}

/** Beta posterior of an arm's mean in [0, 1], each value counted as that share of a success; trials in flight as in the Gaussian one. */
export function drawBetaPosterior(draw: Draw, prior: number, { count, sum, pending }: Evidence): number {
  const successes = prior + Math.max(0, sum)
  const failures = prior + Math.max(0, count - sum)
  const surer = 1 + pending / (successes + failures)
  return drawBeta(draw, successes * surer, failures * surer)
}

/** TreeQuest's defaults: mean 0 and variance 0.1, each counted as one value. */
export const DEFAULT_GAUSSIAN: GaussianPrior = { mean: 0, meanWeight: 1, variance: 0.1, varianceWeight: 1 }

/** Throws `INVALID_OPTIONS` for a prior that is none. */
export function checkGaussianPrior(where: string, prior: GaussianPrior): GaussianPrior {
  return {
    mean: checkNumber(`${where}.priorMean`, prior.mean, { min: -1e6, max: 1e6 }),
    meanWeight: checkNumber(`${where}.priorMeanWeight`, prior.meanWeight, { min: 1e-9, max: 1e9 }),
    variance: checkNumber(`${where}.priorVariance`, prior.variance, { min: 1e-12, max: 1e12 }),
    varianceWeight: checkNumber(`${where}.priorVarianceWeight`, prior.varianceWeight, {
      min: 1,
      max: 1e6,
      integer: true,
    }),
  }
}
