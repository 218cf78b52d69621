import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectCode } from '../../test/codes.ts'
import { FRONTIER_GROUPS, frontierHistogram, groupOf, type FrontierStep } from './frontier-histogram.ts'

const STEP: FrontierStep = {
  values: Float64Array.of(0.125, 0.5, 0.25, 0.0625, 0.0625),
  reachable: new Set([0, 1, 2]),
  frontier: new Set([1, 2]),
  optimal: new Set([1]),
}

describe('frontierHistogram', () => {
  it('puts each symbol in its most special group', () => {
    expect([0, 1, 2, 3].map((symbol) => groupOf(symbol, STEP))).toEqual([
      'reachable',
      'optimal',
      'frontier',
      'notReachable',
    ])
    expect(frontierHistogram([STEP])).toEqual({
      optimal: { count: 1, sum: 0.5, mean: 0.5 },
      frontier: { count: 1, sum: 0.25, mean: 0.25 },
      reachable: { count: 1, sum: 0.125, mean: 0.125 },
      notReachable: { count: 2, sum: 0.125, mean: 0.0625 },
    })
  })

  it('takes several steps together, and only the symbols of the problem', () => {
    const two = frontierHistogram([STEP, { ...STEP, optimal: new Set([2]), among: new Set([1, 2, 3]) }])
    expect(two.optimal).toEqual({ count: 2, sum: 0.75, mean: 0.375 })
    expect(two.notReachable).toEqual({ count: 3, sum: 0.1875, mean: 0.0625 })
    expect(frontierHistogram([{ ...STEP, among: new Set([1]) }]).reachable).toEqual({ count: 0, sum: 0, mean: NaN })
  })

  it('loses no mass and no symbol', () => {
    const set = fc.uniqueArray(fc.integer({ min: 0, max: 9 })).map((symbols) => new Set(symbols))
    const values = fc.array(fc.integer({ min: -64, max: 64 }), { minLength: 10, maxLength: 10 })
    fc.assert(
      fc.property(values, set, set, set, (values, reachable, frontier, optimal) => {
        const groups = frontierHistogram([{ values: Float32Array.from(values), reachable, frontier, optimal }])
        expect(FRONTIER_GROUPS.reduce((sum, group) => sum + groups[group].count, 0)).toBe(10)
        expect(FRONTIER_GROUPS.reduce((sum, group) => sum + groups[group].sum, 0)).toBe(
          values.reduce((sum, value) => sum + value, 0),
        )
      }),
    )
  })

  it('refuses symbols that are not there', () => {
    expectCode(
      'OUT_OF_RANGE',
      () => frontierHistogram([{ ...STEP, optimal: new Set([5]) }]),
      () => frontierHistogram([{ ...STEP, among: new Set([-1]) }]),
    )
    expectCode('TOO_FEW', () => frontierHistogram([]))
    expectCode('NOT_FINITE', () => frontierHistogram([{ ...STEP, values: Float64Array.of(1, 2, Number.NaN) }]))
  })
})
