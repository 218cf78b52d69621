import { checkFinite, checkLength, checkOption, checkVectors } from '../vectors/checks.ts'
import type { Vector } from '../vectors/vector.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

/** A flat map of hidden states. Plain data: JSON and back gives the same map, to the bit. */
export interface PrincipalMap {
  /** Of the states it was fixed on. [dim] */
  readonly mean: readonly number[]
  /** Unit vectors, the one with the most variance first; the entry of largest size (the first such) is positive. [dim] each */
  readonly directions: readonly (readonly number[])[]
  /** Share of the variance of those states along each direction, in [0, 1]. */
  readonly explained: readonly number[]
}

/**
 * Principal components of the given states (Pearson 1901): fixed once, on states of training problems, so that points of different
 * searches can be compared, which a map made afresh for each does not allow. `directions`: 1 to dim, default 2.
 *
 * Throws `TOO_FEW` for fewer than two states, `WRONG_LENGTH`, `NOT_FINITE`, `INVALID_OPTIONS`. O(n dim² + dim³).
 */
export function principalMap(states: readonly Vector[], options: { readonly directions?: number } = {}): PrincipalMap {
  const dim = checkVectors('states', states, 2)
  const count = checkOption('directions', options.directions ?? 2, { min: 1, max: dim, integer: true })
  const mean = new Float64Array(dim)
  for (const state of states) for (let i = 0; i < dim; i++) mean[i]! += state[i]! / states.length
  const covariance = covarianceOf(states, mean)
  let total = 0
  for (let i = 0; i < dim; i++) total += covariance[i * dim + i]!
  const { values, vectors } = symmetricEigen(covariance, dim)
  return {
    mean: [...mean],
    directions: vectors.slice(0, count).map(withSign),
    explained: Array.from(values.slice(0, count), (value) => (total === 0 ? 0 : Math.max(0, value / total))),
  }
}

/** Where a state lies on the map: one coordinate a direction, in units of the state. Throws `WRONG_LENGTH`, `NOT_FINITE`. */
export function projectOn(map: PrincipalMap, state: Vector): Float64Array {
  checkLength('state', state.length, map.mean.length)
  checkFinite('state', state)
  return Float64Array.from(map.directions, (direction) =>
    direction.reduce((sum, weight, i) => sum + weight * (state[i]! - map.mean[i]!), 0),
  )
}

/** [dim * dim] */
function covarianceOf(states: readonly Vector[], mean: Float64Array): Float64Array {
  const dim = mean.length
  const covariance = new Float64Array(dim * dim)
  const centred = new Float64Array(dim)
  for (const state of states) {
    for (let i = 0; i < dim; i++) centred[i] = state[i]! - mean[i]!
    for (let i = 0; i < dim; i++) {
      const x = centred[i]! / (states.length - 1)
      for (let k = i; k < dim; k++) covariance[i * dim + k]! += x * centred[k]!
    }
  }
  for (let i = 0; i < dim; i++) for (let k = 0; k < i; k++) covariance[i * dim + k] = covariance[k * dim + i]!
  return covariance
}

function withSign(direction: Float64Array): readonly number[] {
  const largest = direction.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0)
  return [...direction].map((x) => (largest < 0 ? 0 - x : x))
}
