import { portableLog } from '@espalier/core'
import { LatentError } from '../latent-error.ts'
import { checkFinite, checkLength, checkMeasured } from '../vectors/checks.ts'
import type { Vector } from '../vectors/vector.ts'

/** What is known of each action when its neighbours count as well. */
export interface KernelStatistics {
  /** E[v | a] = sum_b K(a, b) n_b v_b / sum_b K(a, b) n_b; NaN where nothing near was visited. */
  readonly values: Float64Array
  /** W(a) = sum_b K(a, b) n_b: visits, those of neighbours in part. */
  readonly weights: Float64Array
}

/**
 * Kernel regression over the actions of a node (KR-UCT; Yee, Lisý & Bowling, IJCAI 2016).
 *
 * `kernel(a, b)`: at least 0, symmetric, asked once a pair, for indices of actions. `visits`: at least 0, and `values`: mean values, both one
 * an action; the value of an unvisited one is not looked at. Throws `WRONG_LENGTH`, `OUT_OF_RANGE`. O(actions²).
 */
export function kernelStatistics(
  kernel: (a: number, b: number) => number,
  visits: Vector | readonly number[],
  values: Vector | readonly number[],
): KernelStatistics {
  checkLength('values', values.length, visits.length)
  const weights = new Float64Array(visits.length)
  const sums = new Float64Array(visits.length)
  for (let a = 0; a < visits.length; a++) checkAction(a, visits[a]!, values[a]!)
  for (let a = 0; a < visits.length; a++) {
    for (let b = a; b < visits.length; b++) {
      const near = kernel(a, b)
      checkMeasured(`kernel(${a}, ${b})`, near, { min: 0 })
      add(a, b, near)
      if (a !== b) add(b, a, near)
    }
  }
  return { values: sums.map((sum, a) => sum / weights[a]!), weights }

  function add(to: number, from: number, near: number): void {
    if (visits[from] === 0) return
    weights[to]! += near * visits[from]!
    sums[to]! += near * visits[from]! * values[from]!
  }
}

/**
 * E[v | a] + C sqrt(log(sum_b W(b)) / W(a)) for each action: selection takes the largest with C above 0, the final choice the largest with
 * C below 0 (the same paper). An action of weight 0 is at plus infinity for C above 0 and at minus infinity else. Throws `NOT_FINITE`.
 */
export function kernelBounds({ values, weights }: KernelStatistics, exploration: number): Float64Array {
  checkFinite('exploration', [exploration])
  // Below one visit in all the logarithm would be negative.
  const spread = Math.max(0, portableLog(weights.reduce((sum, weight) => sum + weight, 0)))
  return values.map((value, a) => {
    if (weights[a] === 0) return exploration > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
    return value + exploration * Math.sqrt(spread / weights[a]!)
  })
}

function checkAction(a: number, visits: number, value: number): void {
  checkMeasured(`visits[${a}]`, visits, { min: 0 })
  if (visits === 0 || Number.isFinite(value)) return
  throw new LatentError('OUT_OF_RANGE', 'not a value', {
    got: String(value),
    expected: 'a finite mean of the visits',
    where: `values[${a}]`,
  })
}
