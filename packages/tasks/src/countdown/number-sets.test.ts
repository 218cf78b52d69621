import { describe, expect, it } from 'vitest'
import { depthFirst } from './baselines.ts'
import { countSolutions, isSolvable } from './enumerate.ts'
import { enumerateSolvableSets, numberSets } from './number-sets.ts'
import { apply, compare, equals, integer, OPERATORS, type Rational } from './rational.ts'
import { reachableTargets } from './reachable-targets.ts'
import { drawIndex, seededDraw } from './seeded.ts'

/** What countSolutions counts, in exact arithmetic and with none of its code. */
function exactCount(values: readonly Rational[], target: Rational): number {
  if (values.length === 1) return equals(values[0]!, target) ? 1 : 0
  let total = 0
  for (let i = 0; i < values.length; i++) {
    for (let j = 0; j < values.length; j++) {
      if (i === j) continue
      const a = values[i]!
      const b = values[j]!
      const order = compare(a, b)
      const rest = values.filter((_, k) => k !== i && k !== j)
      for (const operator of OPERATORS) {
        const first = order > 0 || (order === 0 && i < j)
        if (!first && operator !== '/') continue
        if (!first && order === 0) continue
        const result = apply(a, operator, b)
        if (result === null || (!first && a.n === 0n)) continue
        total += exactCount([result, ...rest], target)
      }
    }
  }
  return total
}

const sample = <T>(items: readonly T[], count: number, seed: number): T[] => {
  const draw = seededDraw(seed)
  return Array.from({ length: count }, () => items[drawIndex(draw, items.length)]!)
}

describe('Game of 24', () => {
  const sets = numberSets(4)
  const solvable = enumerateSolvableSets()

  it('has 1,362 solvable sets among 1,820', () => {
    expect(sets).toHaveLength(1820)
    expect(new Set(sets.map(String)).size).toBe(1820)
    expect(solvable).toHaveLength(1362)
  })

  it('is solvable in floating point exactly where it is in exact arithmetic, on every set', { timeout: 60_000 }, () => {
    const known = new Set(solvable.map(String))
    for (const numbers of sets) {
      const { answer } = depthFirst({ numbers, target: 24 }, { maxExpansions: Infinity })
      expect(answer !== null, String(numbers)).toBe(known.has(String(numbers)))
    }
  })

  it('reaches 24 by the values of subsets on the same sets', () => {
    const reached = sets.filter((numbers) => reachableTargets(numbers, 24).includes(24))
    expect(reached).toEqual(solvable)
  })

  it('counts solutions as exact arithmetic does', { timeout: 60_000 }, () => {
    for (const numbers of [...sample(sets, 60, 1), [1, 1, 1, 1], [3, 3, 8, 8], [1, 5, 5, 5]]) {
      expect(countSolutions(numbers, 24), String(numbers)).toBe(exactCount(numbers.map(integer), integer(24)))
    }
  })
})

describe('five numbers', () => {
  it('counts solutions as exact arithmetic does', { timeout: 60_000 }, () => {
    for (const [numbers, target] of [
      [[1, 2, 3, 4, 5], 24],
      [[3, 3, 7, 7, 13], 100],
      [[2, 6, 9, 11, 13], 517],
    ] as const) {
      const exact = exactCount(numbers.map(integer), integer(target))
      expect(countSolutions(numbers, target)).toBe(exact)
      expect(isSolvable(numbers, target)).toBe(exact > 0)
    }
  })

  it('reaches the targets that the enumeration solves', { timeout: 60_000 }, () => {
    for (const numbers of sample(numberSets(5), 8, 2)) {
      const reached = new Set(reachableTargets(numbers, 999))
      for (const target of sample([...Array(999).keys()], 60, 3)) {
        expect(reached.has(target + 1), `${numbers.join(' ')} -> ${target + 1}`).toBe(isSolvable(numbers, target + 1))
      }
    }
  })
})

describe('numberSets', () => {
  it('lists as many multisets as the formula (12 + size choose size)', () => {
    expect([1, 2, 3, 5, 6].map((size) => numberSets(size).length)).toEqual([13, 91, 455, 6188, 18564])
  })
})

describe('reachableTargets', () => {
  it('equals values counted by hand', () => {
    expect(reachableTargets([7], 10)).toEqual([7])
    expect(reachableTargets([2, 4], 10)).toEqual([2, 6, 8])
    expect(reachableTargets([1, 1, 1], 10)).toEqual([1, 2, 3])
  })

  it('refuses what plain numbers cannot hold', () => {
    expect(() => reachableTargets([9999, 9999], 10)).toThrow('Too large to enumerate')
    expect(() => reachableTargets([], 10)).toThrow('Too large to enumerate')
  })
})
