import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  apply,
  compare,
  equals,
  format,
  fraction,
  integer,
  OPERATORS,
  parseRational,
  type Rational,
} from './rational.ts'

const rational = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 30n }))
  .map(([n, d]): Rational => fraction(n, d)!)

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b))

describe('rationals', () => {
  it('are in lowest terms with a positive denominator', () => {
    expect(fraction(6n, -4n)).toEqual({ n: -3n, d: 2n })
    expect(fraction(0n, 7n)).toEqual({ n: 0n, d: 1n })
    expect(fraction(1n, 0n)).toBeNull()
    fc.assert(
      fc.property(rational, rational, fc.constantFrom(...OPERATORS), (a, b, operator) => {
        const result = apply(a, operator, b)
        if (result === null) {
          expect([operator, b.n]).toEqual(['/', 0n])
          return
        }
        expect(result.d > 0n).toBe(true)
        expect(gcd(result.n < 0n ? -result.n : result.n, result.d)).toBe(1n)
      }),
    )
  })

  it('undo what they did', () => {
    fc.assert(
      fc.property(rational, rational, (a, b) => {
        expect(apply(apply(a, '+', b)!, '-', b)).toEqual(a)
        if (b.n !== 0n) expect(apply(apply(a, '*', b)!, '/', b)).toEqual(a)
        const difference = apply(a, '-', b)!
        expect(Math.sign(compare(a, b))).toBe(difference.n < 0n ? -1 : difference.n > 0n ? 1 : 0)
        expect(equals(a, b)).toBe(difference.n === 0n)
      }),
    )
  })

  it('reach 8 / (3 - 8 / 3) = 24 without rounding', () => {
    const [three, eight] = [integer(3), integer(8)]
    expect(apply(eight, '/', apply(three, '-', apply(eight, '/', three)!)!)).toEqual(integer(24))
  })

  it('are read back from their text, and from no other', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1 }), (n, d) => {
        const value = fraction(BigInt(n), BigInt(d))!
        expect(parseRational(format(value))).toEqual(value)
      }),
    )
    for (const text of ['', '4/2', '07', '1/0', '-1', '1/-2', '1 / 2', '1.5', '3/1', '٣']) {
      expect(parseRational(text)).toBeNull()
    }
  })
})
