import { seededDraw } from '@espalier/tasks'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bootstrapMean, estimate, pairedDifference, wilson } from './statistics.ts'

describe('wilson', () => {
  it('agrees with worked values', () => {
    const half = wilson(50, 100)
    expect([half.low, half.high]).toEqual([expect.closeTo(0.4038, 4), expect.closeTo(0.5962, 4)])
    const all = wilson(100, 100)
    expect([all.low, all.high]).toEqual([expect.closeTo(0.963, 3), 1])
    expect(wilson(0, 20).low).toBe(0)
  })
})

describe('bootstrapMean', () => {
  it('is as wide as the normal interval of a mean where that holds', () => {
    const values = Array.from({ length: 400 }, (_, i) => (i % 20) / 20)
    const { mean, low, high } = bootstrapMean(values, seededDraw(1))
    const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)
    expect(mean).toBeCloseTo(0.475, 12)
    expect((high - low) / 2).toBeCloseTo((1.96 * deviation) / 20, 2)
    expect((high + low) / 2).toBeCloseTo(mean, 2)
  })

  it('covers the true mean about 19 times in 20', () => {
    const draw = seededDraw(3)
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
    expect(bootstrapMean([0.25, 0.25], seededDraw(1))).toEqual({ mean: 0.25, low: 0.25, high: 0.25 })
    expect(bootstrapMean([], seededDraw(1)).mean).toBeNaN()
  })
})

describe('estimate', () => {
  it('takes shares for what they are, and means of anything else by bootstrap', () => {
    expect(estimate([1, 1, 1, 1], seededDraw(1))).toEqual(wilson(4, 4))
    expect(estimate([0.5, 1], seededDraw(1)).high).toBe(1)
  })
})

describe('pairedDifference', () => {
  const flags = (hit: (i: number) => boolean): number[] => Array.from({ length: 100 }, (_, i) => Number(hit(i)))

  it('is zero with a zero interval for the same results', () => {
    const runs = [1, 0, 1, 1]
    expect(pairedDifference(runs, runs, seededDraw(1))).toEqual({ mean: 0, low: 0, high: 0 })
  })

  it('leaves zero out for a clear difference and not for none', () => {
    const a = flags((i) => i < 60)
    const clear = pairedDifference(
      a,
      flags((i) => i < 40),
      seededDraw(1),
    )
    expect(clear.mean).toBeCloseTo(0.2)
    expect(clear.low).toBeGreaterThan(0)
    const mixed = pairedDifference(a, a.toReversed(), seededDraw(1))
    expect(mixed.low).toBeLessThan(0)
    expect(mixed.high).toBeGreaterThan(0)
  })

  it('sees what pairs have in common: a constant lead over any results has no width', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 30 }), (values) => {
        const lead = pairedDifference(
          values.map((x) => x + 0.25),
          values,
          seededDraw(2),
        )
        expect([lead.low, lead.mean, lead.high]).toEqual(Array.from({ length: 3 }, () => expect.closeTo(0.25, 9)))
      }),
      { numRuns: 20 },
    )
  })
})
