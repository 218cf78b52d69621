/**
 * Exhaustive enumeration of a Countdown state, in floating point for speed.
 *
 * A move takes two numbers and puts back one result; results are never negative (every solvable state has a solution
 * without negative intermediate results: flip the signs). Values are compared to 1e-9; the enumeration is checked against
 * exact arithmetic in the tests. Cost: about 0.03 ms for four numbers, 2 ms for five, 150 ms for six.
 */

const TOLERANCE = 1e-9

/**
 * Number of sequences of moves that end in `target`, up to the order of operands of `+` and `*`. Equal numbers at
 * different places count as different. For weights and statistics; use {@link isSolvable} for a yes or no.
 */
export function countSolutions(numbers: readonly number[], target: number): number {
  return search(Float64Array.from(numbers), numbers.length, target, false)
}

/** Whether some expression over all of `numbers` equals `target`. Stops at the first. */
export function isSolvable(numbers: readonly number[], target: number): boolean {
  return search(Float64Array.from(numbers), numbers.length, target, true) > 0
}

function search(values: Float64Array, count: number, target: number, first: boolean): number {
  if (count === 1) return Math.abs(values[0]! - target) < TOLERANCE ? 1 : 0
  if (count === 2) return countPair(values[0]!, values[1]!, target)
  let total = 0
  const next = new Float64Array(count - 1)
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      const a = Math.max(values[i]!, values[j]!)
      const b = Math.min(values[i]!, values[j]!)
      for (let k = 0, m = 1; k < count; k++) if (k !== i && k !== j) next[m++] = values[k]!
      for (let op = 0; op < 5; op++) {
        const result = outcome(a, b, op)
        if (Number.isNaN(result)) continue
        next[0] = result
        total += search(next, count - 1, target, first)
        if (first && total > 0) return total
      }
    }
  }
  return total
}

/** The five outcomes of a pair with a >= b: sum, difference, product, and both quotients. NaN where undefined or repeated. */
function outcome(a: number, b: number, op: number): number {
  if (op === 0) return a + b
  if (op === 1) return a - b
  if (op === 2) return a * b
  if (op === 3) return b === 0 ? Number.NaN : a / b
  return a === 0 || a === b ? Number.NaN : b / a
}

function countPair(x: number, y: number, target: number): number {
  const a = Math.max(x, y)
  const b = Math.min(x, y)
  let total = 0
  for (let op = 0; op < 5; op++) if (Math.abs(outcome(a, b, op) - target) < TOLERANCE) total++
  return total
}
