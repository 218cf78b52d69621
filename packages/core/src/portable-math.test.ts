import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { portableExp, portableLog } from './portable-math.ts'

/** Distance of two numbers in units of the last place. */
function unitsApart(a: number, b: number): number {
  if (a === b) return 0
  const bits = new BigInt64Array(Float64Array.of(a, b).buffer)
  const apart = bits[0]! - bits[1]!
  return Number(apart < 0n ? -apart : apart)
}

describe('portable mathematics', () => {
  it('are within a unit or two in the last place of what the engine has, which is itself within one', () => {
    fc.assert(
      fc.property(fc.double({ min: -746, max: 710, noNaN: true }), (x) => {
        expect(unitsApart(portableExp(x), Math.exp(x))).toBeLessThanOrEqual(2)
      }),
      { numRuns: 5000 },
    )
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }), (x) => {
        expect(unitsApart(portableLog(x), Math.log(x))).toBeLessThanOrEqual(2)
      }),
      { numRuns: 5000 },
    )
  })

  it('have these very bits', () => {
    expect([0, 1, -1, 0.5, 10, -20, 700, -740].map(portableExp)).toMatchInlineSnapshot(`
      [
        1,
        2.7182818284590455,
        0.36787944117144233,
        1.6487212707001282,
        22026.465794806718,
        2.061153622438558e-9,
        1.0142320547350045e+304,
        4.2e-322,
      ]
    `)
    expect([1, 2, 10, 0.5, 1e-300, 122, 1e300].map(portableLog)).toMatchInlineSnapshot(`
      [
        0,
        0.6931471805599453,
        2.302585092994046,
        -0.6931471805599453,
        -690.7755278982137,
        4.804021044733257,
        690.7755278982137,
      ]
    `)
  })

  it('answer at the edges as the engine does', () => {
    for (const x of [Number.NaN, Infinity, -Infinity, 0, 800, -800]) expect(portableExp(x)).toBe(Math.exp(x))
    for (const x of [Number.NaN, Infinity, 0, -1, 1]) expect(portableLog(x)).toBe(Math.log(x))
  })
})
