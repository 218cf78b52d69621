import { drawNormal, drawsOf, portableExp } from '@espalier/core'

/** Service times of a model server: log-normal, as measured of language models. Median in milliseconds, sigma of the logarithm. */
export const MEDIAN_MS = 200
export const SIGMA = 0.5
export const MEAN_MS = MEDIAN_MS * portableExp((SIGMA * SIGMA) / 2)

/** The time that the k-th piece of a trial's work takes; the same in every run of the seed. */
export function serviceMs(seed: number, trial: number, k = 0): number {
  return MEDIAN_MS * portableExp(SIGMA * drawNormal(drawsOf((seed ^ 0x1a7e9c) + k * 7919, trial)))
}
