import { describe, expect, it } from 'vitest'
import { areaUnderCurve, calibration } from './statistics.ts'

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
