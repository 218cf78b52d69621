import { drawsOf } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectCode } from '../../test/codes.ts'
import { areaUnderCurve } from './area-under-curve.ts'
import { bootstrapMean, pairedDifference } from './bootstrap.ts'
import { mcNemar } from './mcnemar.ts'
import { newcombe, wilson } from './wilson.ts'

describe('wilson', () => {
  it('agrees with worked values', () => {
    const half = wilson(50, 100)
    expect([half.low, half.high]).toEqual([expect.closeTo(0.4038, 4), expect.closeTo(0.5962, 4)])
    const all = wilson(100, 100)
    expect([all.low, all.high]).toEqual([expect.closeTo(0.963, 3), 1])
    expect(wilson(0, 20).low).toBe(0)
  })
})

describe('newcombe', () => {
  it('agrees with the examples of the paper (Table II, method 10)', () => {
    const first = newcombe(56, 70, 48, 80)
    expect([first.low, first.high]).toEqual([expect.closeTo(0.0524, 4), expect.closeTo(0.3339, 4)])
    const second = newcombe(9, 10, 3, 10)
    expect([second.low, second.high]).toEqual([expect.closeTo(0.1705, 4), expect.closeTo(0.809, 4)])
    const none = newcombe(10, 10, 0, 10)
    expect([none.low, none.high]).toEqual([expect.closeTo(0.6075, 4), 1])
  })

  it('turns around with its arguments and stays within [-1, 1]', () => {
    const counts = fc
      .integer({ min: 1, max: 80 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
    fc.assert(
      fc.property(counts, counts, ([a, n], [b, m]) => {
        const one = newcombe(a, n, b, m)
        const other = newcombe(b, m, a, n)
        expect(one.low).toBeCloseTo(-other.high, 12)
        expect(one.low).toBeGreaterThanOrEqual(-1 - 1e-12)
        expect(one.low).toBeLessThanOrEqual(one.mean)
        expect(one.high).toBeGreaterThanOrEqual(one.mean)
      }),
    )
    expect(newcombe(0, 0, 1, 2)).toEqual({ mean: NaN, low: -1, high: 1 })
  })
})

describe('bootstrapMean', () => {
  it('is as wide as the normal interval of a mean where that holds', () => {
    const values = Array.from({ length: 400 }, (_, i) => (i % 20) / 20)
    const { mean, low, high } = bootstrapMean(values, drawsOf(1, 0))
    const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)
    expect(mean).toBeCloseTo(0.475, 12)
    expect((high - low) / 2).toBeCloseTo((1.96 * deviation) / 20, 2)
    expect((high + low) / 2).toBeCloseTo(mean, 2)
  })

  it('covers the true mean about 19 times in 20', () => {
    const draw = drawsOf(3, 0)
    const covered = Array.from({ length: 40 }, () => {
      const { low, high } = bootstrapMean(
        Array.from({ length: 40 }, () => draw()),
        draw,
      )
      return low <= 0.5 && high >= 0.5
    }).filter(Boolean).length
    expect(covered).toBeGreaterThanOrEqual(34)
  })

  it('has no width where nothing varies, and is no number for no values', () => {
    expect(bootstrapMean([0.25, 0.25], drawsOf(1, 0))).toEqual({ mean: 0.25, low: 0.25, high: 0.25 })
    expect(bootstrapMean([], drawsOf(1, 0)).mean).toBeNaN()
  })
})

describe('pairedDifference', () => {
  const flags = (hit: (i: number) => boolean): number[] => Array.from({ length: 100 }, (_, i) => Number(hit(i)))

  it('is zero with a zero interval for the same results', () => {
    const runs = [1, 0, 1, 1]
    expect(pairedDifference(runs, runs, drawsOf(1, 0))).toEqual({ mean: 0, low: 0, high: 0 })
  })

  it('leaves zero out for a clear difference and not for none', () => {
    const a = flags((i) => i < 60)
    const clear = pairedDifference(
      a,
      flags((i) => i < 40),
      drawsOf(1, 0),
    )
    expect(clear.mean).toBeCloseTo(0.2)
    expect(clear.low).toBeGreaterThan(0)
    const mixed = pairedDifference(a, a.toReversed(), drawsOf(1, 0))
    expect(mixed.low).toBeLessThan(0)
    expect(mixed.high).toBeGreaterThan(0)
  })

  it('sees what pairs have in common: a constant lead over any results has no width', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 30 }), (values) => {
        const lead = pairedDifference(
          values.map((x) => x + 0.25),
          values,
          drawsOf(2, 0),
        )
        expect([lead.low, lead.mean, lead.high]).toEqual(Array.from({ length: 3 }, () => expect.closeTo(0.25, 9)))
      }),
      { numRuns: 20 },
    )
  })

  it('refuses results of different problems', () => {
    expectCode('WRONG_LENGTH', () => pairedDifference([1], [1, 0], drawsOf(1, 0)))
  })
})

describe('mcNemar', () => {
  const answers = (onlyFirst: number, onlySecond: number, both: number) =>
    mcNemar(
      [
        ...Array<boolean>(onlyFirst).fill(true),
        ...Array<boolean>(onlySecond).fill(false),
        ...Array<boolean>(both).fill(true),
      ],
      [
        ...Array<boolean>(onlyFirst).fill(false),
        ...Array<boolean>(onlySecond).fill(true),
        ...Array<boolean>(both).fill(true),
      ],
    )

  it('agrees with the binomial by hand', () => {
    // 2 (1 + 10) / 2^10.
    expect(answers(9, 1, 20)).toEqual({ onlyFirst: 9, onlySecond: 1, p: expect.closeTo(22 / 1024, 14) })
    expect(answers(0, 6, 1).p).toBeCloseTo(2 / 64, 14)
    expect(answers(3, 3, 0).p).toBe(1)
    expect(answers(0, 0, 5).p).toBe(1)
  })

  it('stays near the normal approximation for many pairs', () => {
    // (|1100 - 900| - 1) / sqrt(2000) = 4.4497 deviations, 8.6e-6 on two sides.
    expect(answers(1100, 900, 0).p).toBeCloseTo(8.6e-6, 6)
    expect(answers(1040, 960, 0).p).toBeCloseTo(0.0773, 3)
  })

  it('does not mind the order of the two', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), (a, b) => {
        const { p } = answers(a, b, 3)
        expect(p).toBe(answers(b, a, 0).p)
        expect(p).toBeGreaterThan(0)
        expect(p).toBeLessThanOrEqual(1)
      }),
    )
    expectCode('WRONG_LENGTH', () => mcNemar([true], []))
  })
})

describe('areaUnderCurve', () => {
  it('counts the pairs in the right order, ties half', () => {
    expect(areaUnderCurve([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBeCloseTo(0.75)
    expect(areaUnderCurve([0.5, 0.5, 0.5], [true, false, true])).toBe(0.5)
    expect(areaUnderCurve([0.2, 0.9], [false, true])).toBe(1)
    expect(areaUnderCurve([0.2], [true])).toBeNaN()
    expectCode('WRONG_LENGTH', () => areaUnderCurve([0.2], []))
  })

  it('agrees with looking at every pair', () => {
    const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.boolean()), { minLength: 2, maxLength: 30 })
    fc.assert(
      fc.property(scored, (examples) => {
        const of = (label: boolean) => examples.filter(([, is]) => is === label).map(([score]) => score)
        const pairs = of(true).flatMap((up) => of(false).map((down) => (up > down ? 1 : up === down ? 0.5 : 0)))
        fc.pre(pairs.length > 0)
        const mean = pairs.reduce<number>((sum, x) => sum + x, 0) / pairs.length
        expect(
          areaUnderCurve(
            examples.map(([score]) => score),
            examples.map(([, label]) => label),
          ),
        ).toBeCloseTo(mean, 12)
      }),
    )
  })
})
