import { apply, equals, format, type Operator, type Rational } from './rational.ts'
import { type CountdownState, type CountdownStep, withResult } from './state.ts'

/**
 * All legal steps of a state: two of the numbers held and one of the five outcomes of a pair (sum, difference, product, both
 * quotients), never negative, never a division by zero. Equal pairs are listed once, and `+` and `*` once with the larger
 * number first. Leaving out negative results loses no target above zero: flip the signs.
 *
 * Order: pairs by place in the ascending numbers, (0,1), (0,2), …; in a pair larger + smaller, -, *, larger / smaller,
 * smaller / larger. Empty when one number is left; at most 140 steps for eight numbers.
 */
export function legalMoves(state: CountdownState): readonly CountdownStep[] {
  const values = state.left.map((term) => term.value)
  const steps: CountdownStep[] = []
  const seen = new Set<string>()
  for (let i = 0; i < values.length; i++) {
    for (let j = i + 1; j < values.length; j++) {
      const pair = `${format(values[i]!)} ${format(values[j]!)}`
      if (seen.has(pair)) continue
      seen.add(pair)
      addPair(steps, values, i, j)
    }
  }
  return steps
}

/** Values ascend, so the number at `j` is the larger one. */
function addPair(steps: CountdownStep[], values: readonly Rational[], i: number, j: number): void {
  const smaller = values[i]!
  const larger = values[j]!
  const add = (a: Rational, operator: Operator, b: Rational): void => {
    const result = apply(a, operator, b)
    if (result === null) return
    steps.push({ a, operator, b, result, left: withResult(values, i, j, result, (value) => value) })
  }
  add(larger, '+', smaller)
  add(larger, '-', smaller)
  add(larger, '*', smaller)
  add(larger, '/', smaller)
  if (!equals(smaller, larger)) add(smaller, '/', larger)
}
