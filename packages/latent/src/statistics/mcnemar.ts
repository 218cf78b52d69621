import { portableExp, portableLog } from '@espalier/core'
import { checkLength } from '../vectors/checks.ts'

export interface McNemar {
  /** Problems that only the first got right. */
  readonly onlyFirst: number
  readonly onlySecond: number
  /** Two-sided, exact, in [0, 1]; 0 only where it is below the smallest number. */
  readonly p: number
}

/**
 * Exact McNemar test of two answers to the same problems: the chance that those which tell the two apart fall at least so unevenly by a
 * fair coin (McNemar 1947; binomial, two-sided by doubling, at most 1). Throws `WRONG_LENGTH` for lists of different lengths.
 */
export function mcNemar(first: readonly boolean[], second: readonly boolean[]): McNemar {
  checkLength('answers of the second', second.length, first.length)
  const onlyFirst = first.filter((right, i) => right && !second[i]!).length
  const onlySecond = second.filter((right, i) => right && !first[i]!).length
  return {
    onlyFirst,
    onlySecond,
    p: Math.min(1, 2 * lowerTail(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond)),
  }
}

/** Chance of at most k heads of n fair coins, k at most n / 2. The largest term through its logarithm, the rest from it by ratios. */
function lowerTail(k: number, n: number): number {
  let log = -n * Math.LN2
  for (let i = 1; i <= k; i++) log += portableLog((n - k + i) / i)
  let term = portableExp(log)
  let sum = term
  for (let i = k; i > 0; i--) {
    term *= i / (n - i + 1)
    sum += term
  }
  return sum
}
