import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSolvable } from './enumerate.ts'
import { type HeldOutOptions, heldOutPuzzles } from './generate.ts'
import { enumerateSolvableSets, numberSets } from './number-sets.ts'
import { OFFICIAL_TEST_FINGERPRINTS } from './official-test-fingerprints.ts'
import { fingerprint, splitOf } from './split.ts'

describe('splitOf', () => {
  it('does not depend on the order of the numbers', () => {
    const numbers = fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(
        numbers.chain((n) => fc.tuple(fc.constant(n), fc.shuffledSubarray(n, { minLength: n.length }))),
        ([given, shuffled]) => {
          expect(splitOf(shuffled)).toBe(splitOf(given))
        },
      ),
    )
  })

  it('holds out about one set in sixteen for each of validation and test', () => {
    for (const size of [5, 6]) {
      const sets = numberSets(size)
      for (const split of ['validation', 'test'] as const) {
        const share = sets.filter((numbers) => splitOf(numbers) === split).length / sets.length
        expect(share).toBeGreaterThan(0.055)
        expect(share).toBeLessThan(0.07)
      }
    }
  })

  it('has fingerprints that tell the four-number sets apart, a hundred of them official test puzzles', () => {
    const prints = numberSets(4).map(fingerprint)
    expect(new Set(prints).size).toBe(1820)
    const official = enumerateSolvableSets().filter((numbers) => OFFICIAL_TEST_FINGERPRINTS.has(fingerprint(numbers)))
    expect(official).toHaveLength(100)
    expect(official.every((numbers) => splitOf(numbers.toReversed()) === 'test')).toBe(true)
  })
})

const base: HeldOutOptions = { split: 'validation', count: 20, numbers: 4, seed: 1 }

describe('heldOutPuzzles', () => {
  it.each([
    { ...base, count: 60 },
    { ...base, maxTarget: 100 },
    { ...base, split: 'test', numbers: 5 },
    { ...base, split: 'train', numbers: 5, maxTarget: 50 },
    { ...base, numbers: 6, count: 4 },
  ] satisfies HeldOutOptions[])('draws solvable puzzles of the split: %j', (options) => {
    const puzzles = heldOutPuzzles(options)
    expect(puzzles).toHaveLength(options.count)
    expect(new Set(puzzles.map((puzzle) => fingerprint(puzzle.numbers))).size).toBe(options.count)
    const maxTarget = options.maxTarget ?? (options.numbers === 4 ? 24 : 999)
    for (const { numbers, target } of puzzles) {
      expect(numbers).toHaveLength(options.numbers)
      expect(splitOf(numbers)).toBe(options.split)
      expect(numbers.every((n) => Number.isInteger(n) && n >= 1 && n <= 13)).toBe(true)
      expect(target >= 1 && target <= maxTarget).toBe(true)
      expect(isSolvable(numbers, target)).toBe(true)
    }
    if (options.numbers === 4 && options.maxTarget === undefined) {
      expect(puzzles.every((puzzle) => puzzle.target === 24)).toBe(true)
    }
  })

  it('repeats itself for the same seed, and only then', () => {
    expect(heldOutPuzzles(base)).toEqual(heldOutPuzzles(base))
    expect(heldOutPuzzles({ ...base, seed: 2 })).not.toEqual(heldOutPuzzles(base))
    expect(heldOutPuzzles({ ...base, count: 5 })).toEqual(heldOutPuzzles(base).slice(0, 5))
  })

  it('draws sets in proportion to their orders and targets evenly', () => {
    const puzzles = heldOutPuzzles({ ...base, split: 'train', numbers: 5, count: 400, maxTarget: 40 })
    // With replacement, five different numbers would come up in 13*12*11*10*9 / 13^5 = 0.42 of draws; without, a little more.
    const distinct = puzzles.filter(({ numbers }) => new Set(numbers).size === 5).length / 400
    expect(distinct).toBeGreaterThan(0.34)
    expect(distinct).toBeLessThan(0.52)
    const low = puzzles.filter(({ target }) => target <= 20).length / 400
    expect(low).toBeGreaterThan(0.42)
    expect(low).toBeLessThan(0.58)
  })

  it('gives every solvable set of a split when asked for all, and says how many there are when asked for more', () => {
    const all = enumerateSolvableSets().filter((numbers) => splitOf(numbers) === 'validation')
    const drawn = heldOutPuzzles({ ...base, count: all.length })
    expect(new Set(drawn.map(({ numbers }) => String(numbers)))).toEqual(new Set(all.map(String)))
    expect(() => heldOutPuzzles({ ...base, count: all.length + 1 })).toThrow(`at most ${all.length}, all that`)
  })

  it.each([
    ['validation', 4, 77],
    ['test', 4, 174],
    ['validation', 5, 379],
    ['test', 5, 371],
  ] as const)('finds in %s, of %i numbers, %i sets', (split, numbers, available) => {
    expect(() => heldOutPuzzles({ split, numbers, count: 100_000, seed: 1 })).toThrow(`at most ${available}, all that`)
  })

  it.each<[Partial<HeldOutOptions>, string]>([
    [{ count: 0 }, 'count'],
    [{ count: 1.5 }, 'count'],
    [{ numbers: 7 as 6 }, 'numbers'],
    [{ maxTarget: 0 }, 'maxTarget'],
    [{ maxTarget: 100_000 }, 'maxTarget'],
    [{ seed: Number.NaN }, 'seed'],
    [{ split: 'gold' as 'test' }, 'split'],
  ])('refuses %j', (wrong, where) => {
    const act = (): unknown => heldOutPuzzles({ ...base, ...wrong })
    expect(act).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', details: expect.objectContaining({ where }) }),
    )
  })
})
