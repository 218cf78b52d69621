import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectCode } from '../../test/codes.ts'
import { parallelismCurve } from './parallelism.ts'

const ROUNDING = 1e-15

describe('parallelismCurve', () => {
  it('sums the best candidates of each problem and reads each line at its percentiles', () => {
    const curve = parallelismCurve(
      [
        [0.25, 0.5, 0.125],
        [1, 0],
        [0.25, 0.25, 0.25, 0.25],
      ],
      { percentiles: [0, 25, 50, 100] },
    )
    expect(curve.cumulative).toEqual([
      [0.25, 0.375, 0.5, 1],
      [0.5, 0.625, 0.75, 1],
      [0.75, 0.8125, 0.875, 1],
    ])
    expect(curve.gap).toBeCloseTo((0.375 + 0 + 0.5) / 3, 12)
  })

  it('narrows as a model commits itself', () => {
    const first = parallelismCurve([[0.34, 0.33, 0.33]])
    const second = parallelismCurve([[0.9, 0.05, 0.05]])
    expect(first.percentiles).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    expect(second.gap).toBeLessThan(first.gap)
  })

  it('rises with the number of candidates and with the percentile, for values of at least 0', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 9 }), (problems) => {
        const { cumulative, gap } = parallelismCurve(problems)
        cumulative.forEach((line, k) => {
          // A percentile between two problems is rounded: what rises in exact arithmetic may fall by a last bit.
          line.slice(1).forEach((value, i) => expect(value).toBeGreaterThanOrEqual(line[i]! - ROUNDING))
          if (k > 0) line.forEach((value, i) => expect(value).toBeGreaterThanOrEqual(cumulative[k - 1]![i]! - ROUNDING))
        })
        expect(gap).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('refuses nothing to read', () => {
    expectCode(
      'TOO_FEW',
      () => parallelismCurve([]),
      () => parallelismCurve([[]]),
    )
    expectCode('INVALID_OPTIONS', () => parallelismCurve([[1]], { percentiles: [101] }))
    expectCode('NOT_FINITE', () => parallelismCurve([[Number.NaN]]))
  })
})
