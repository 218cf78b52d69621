import { shown, TaskError } from '../task-error.ts'

/**
 * Exact values of a subset of the numbers, each once, as fractions in lowest terms. Numerator plus denominator of any value
 * is at most the product of (number + 1) over the subset (by induction over the four operations), so plain numbers are exact.
 */
interface ValueSet {
  readonly n: number[]
  readonly d: number[]
  readonly seen: Set<number>
}

const MAX_PRODUCT = 2 ** 26

/**
 * All whole targets in 1..maxTarget that some expression over all of `numbers` equals, ascending. Exact: the values of every
 * subset are built up from smaller subsets, without negative values (which lose no positive target). Measured: about 9 ms
 * for six numbers, 0.4 ms for five.
 *
 * Throws a TaskError INVALID_OPTIONS when the product of (number + 1) is 2^26 or more; six numbers up to 13 are well below.
 */
export function reachableTargets(numbers: readonly number[], maxTarget: number): readonly number[] {
  if (numbers.length === 0 || numbers.reduce((product, n) => product * (n + 1), 1) >= MAX_PRODUCT) {
    throw new TaskError('INVALID_OPTIONS', 'Too large to enumerate', {
      got: shown(numbers.join(' ')),
      expected: 'one to six numbers whose (number + 1) multiply to less than 2^26',
      where: 'numbers',
    })
  }
  const full = 2 ** numbers.length - 1
  const values: ValueSet[] = []
  const reached = new Uint8Array(maxTarget + 1)
  const reach = (n: number, d: number): void => {
    if (n % d === 0 && n / d <= maxTarget) reached[n / d] = 1
  }
  for (let subset = 1; subset <= full; subset++) {
    const made: ValueSet = { n: [], d: [], seen: new Set() }
    values[subset] = made
    const emit = subset === full ? reach : (n: number, d: number): void => addValue(made, n, d)
    const lowest = subset & -subset
    if (subset === lowest) emit(numbers[31 - Math.clz32(subset)]!, 1)
    // Every split of the subset into two parts, once: the part with the lowest bit names it.
    for (let part = (subset - 1) & subset; part > 0; part = (part - 1) & subset) {
      if ((part & lowest) !== 0) combine(values[part]!, values[subset ^ part]!, emit)
    }
  }
  const targets: number[] = []
  for (let target = 1; target <= maxTarget; target++) if (reached[target] === 1) targets.push(target)
  return targets
}

function combine(left: ValueSet, right: ValueSet, emit: (n: number, d: number) => void): void {
  for (let i = 0; i < left.n.length; i++) {
    const an = left.n[i]!
    const ad = left.d[i]!
    for (let j = 0; j < right.n.length; j++) {
      const x = an * right.d[j]!
      const y = right.n[j]! * ad
      const d = ad * right.d[j]!
      emit(x + y, d)
      emit(Math.abs(x - y), d)
      emit(an * right.n[j]!, d)
      if (y > 0) emit(x, y)
      if (x > 0) emit(y, x)
    }
  }
}

function addValue(set: ValueSet, n: number, d: number): void {
  let g = n
  let rest = d
  while (rest !== 0) [g, rest] = [rest, g % rest]
  const key = (n / g) * MAX_PRODUCT + d / g
  if (set.seen.has(key)) return
  set.seen.add(key)
  set.n.push(n / g)
  set.d.push(d / g)
}
