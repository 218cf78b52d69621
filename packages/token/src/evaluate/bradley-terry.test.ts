import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bradleyTerry, winRates, type PairResult } from './bradley-terry.ts'

const result = (a: number, b: number, winner: PairResult['winner']): PairResult => ({ a, b, winner })

const games = fc.integer({ min: 2, max: 6 }).chain((count) =>
  fc
    .array(
      fc.tuple(fc.nat(count - 1), fc.nat(count - 1), fc.constantFrom<PairResult['winner'][]>('a', 'b', 'tie', null)),
      { maxLength: 20 },
    )
    .map((all) => ({
      count,
      results: all.filter(([a, b]) => a !== b).map(([a, b, winner]) => result(a, b, winner)),
    })),
)

describe('winRates', () => {
  it('are hand-computed, ties as half wins, unknown ones not at all', () => {
    const results = [result(0, 1, 'a'), result(0, 2, 'tie'), result(1, 2, null)]
    expect(winRates(4, results)).toEqual([0.75, 0, 0.5, 0.5])
  })
})

describe('bradleyTerry', () => {
  it('solves the equations of its model: expected wins are wins', () => {
    fc.assert(
      fc.property(games, ({ count, results }) => {
        // P(beats another one of them) of each, and from it the strengths s_i: with two, s_0 / (s_0 + s_1) is the value itself.
        const values = bradleyTerry(count, results)
        for (const value of values) expect(value > 0 && value < 1).toBe(true)
        const sum = values.reduce((total, value) => total + value, 0)
        expect(sum).toBeCloseTo(count / 2, 9)
      }),
    )
    // One win of one game and half a win against 1: s = r / (1 - r) with s_1 = 1 / s; 1.5 = s^2 / (1 + s^2) + s / (1 + s).
    const [first, second] = bradleyTerry(2, [result(0, 1, 'a')]) as [number, number]
    const s = Math.sqrt(first / second)
    expect((s * s) / (1 + s * s) + s / (1 + s)).toBeCloseTo(1.5, 9)
    expect(first + second).toBeCloseTo(1, 12)
  })

  it('says one half where nothing is known, and where all is even', () => {
    expect(bradleyTerry(3, [])).toEqual([0.5, 0.5, 0.5])
    expect(bradleyTerry(2, [result(0, 1, 'tie')])).toEqual([0.5, 0.5])
    expect(bradleyTerry(1, [])).toEqual([0.5])
  })

  it('does not care about the order of pairs, nor which of the two is called a', () => {
    fc.assert(
      fc.property(games, ({ count, results }) => {
        const turned = results
          .map(({ a, b, winner }) => result(b, a, winner === 'a' ? 'b' : winner === 'b' ? 'a' : winner))
          .toReversed()
        for (const of of [bradleyTerry, winRates])
          of(count, turned).forEach((value, i) => expect(value).toBeCloseTo(of(count, results)[i]!, 9))
      }),
    )
  })

  it('sees through opponents: beating a strong one is worth more', () => {
    // 0 beats 1, 1 beats 2, 3 beats 2: 0 and 3 have both won once.
    const values = bradleyTerry(4, [result(0, 1, 'a'), result(1, 2, 'a'), result(3, 2, 'a')])
    expect(values[0]).toBeGreaterThan(values[3]!)
    expect(values[1]).toBeGreaterThan(values[2]!)
  })

  it('refuses comparisons of what is not there', () => {
    expect(() => bradleyTerry(2, [result(0, 2, 'a')])).toThrow(/expected two of 2/)
    expect(() => winRates(2, [result(1, 1, 'a')])).toThrow(/expected two of 2/)
  })
})
