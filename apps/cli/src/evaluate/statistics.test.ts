import { seededDraw } from '@espalier/tasks'
import { describe, expect, it } from 'vitest'
import { pairedDifference, wilson } from './statistics.ts'

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
