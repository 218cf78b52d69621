import { describe, expect, it } from 'vitest'
import { calibration } from './calibration.ts'

describe('calibration', () => {
  it('is zero when every bin is right and shows how far off it is otherwise', () => {
    expect(calibration([0.25, 0.25, 0.25, 0.25], [true, false, false, false]).error).toBe(0)
    expect(calibration([0.9, 0.9], [false, false]).error).toBeCloseTo(0.9)
    expect(calibration([1], [true]).bins[9]).toEqual({ count: 1, hits: 1, sum: 1 })
  })
})
