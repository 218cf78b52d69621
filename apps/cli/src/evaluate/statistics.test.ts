import { seededDraw } from '@espalier/tasks'
import { describe, expect, it } from 'vitest'
import { areaUnderCurve, calibration, pairedDifference, wilson } from './statistics.ts'

describe('wilson', () => {
  it('agrees with worked values', () => {
    const half = wilson(50, 100)
    expect([half.low, half.high]).toEqual([expect.closeTo(0.4038, 4), expect.closeTo(0.5962, 4)])
    const all = wilson(100, 100)
    expect([all.low, all.high]).toEqual([expect.closeTo(0.963, 3), 1])
    expect(wilson(0, 20).low).toBe(0)
  })
})

describe('pairedDifference', () => {
  it('is zero with a zero interval for the same runs', () => {
    const runs = [true, false, true, true]
    expect(pairedDifference(runs, runs, seededDraw(1))).toEqual({ share: 0, low: 0, high: 0 })
  })

  it('excludes zero for a clear difference and not for none', () => {
    const a = Array.from({ length: 100 }, (_, i) => i < 60)
    const b = Array.from({ length: 100 }, (_, i) => i < 40)
    const clear = pairedDifference(a, b, seededDraw(1))
    expect(clear.share).toBeCloseTo(0.2)
    expect(clear.low).toBeGreaterThan(0)
    const mixed = pairedDifference(a, a.toReversed(), seededDraw(1))
    expect(mixed.low).toBeLessThan(0)
    expect(mixed.high).toBeGreaterThan(0)
  })
})

describe('areaUnderCurve', () => {
  it('counts the pairs in the right order, ties half', () => {
    expect(areaUnderCurve([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBeCloseTo(0.75)
    expect(areaUnderCurve([0.5, 0.5, 0.5], [true, false, true])).toBe(0.5)
    expect(areaUnderCurve([0.2, 0.9], [false, true])).toBe(1)
    expect(areaUnderCurve([0.2], [true])).toBeNaN()
  })
})

describe('calibration', () => {
  it('is zero when every bin is right and shows how far off it is otherwise', () => {
    expect(calibration([0.25, 0.25, 0.25, 0.25], [true, false, false, false]).error).toBe(0)
    expect(calibration([0.9, 0.9], [false, false]).error).toBeCloseTo(0.9)
    expect(calibration([1], [true]).bins[9]).toEqual({ count: 1, hits: 1, sum: 1 })
  })
})
