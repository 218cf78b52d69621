import { portableLog } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectCode } from '../../test/codes.ts'
import { entropy } from './entropy.ts'
import { jensenShannon } from './jensen-shannon.ts'
import { topSymbols } from './top-symbols.ts'

const logs = (...probabilities: number[]): Float64Array => Float64Array.from(probabilities, portableLog)

/** A read-out over 12 symbols, some of them impossible. */
const readOut = fc
  .array(fc.integer({ min: 0, max: 1000 }), { minLength: 12, maxLength: 12 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => {
    const sum = weights.reduce((sum, weight) => sum + weight, 0)
    return logs(...weights.map((weight) => weight / sum))
  })

describe('entropy', () => {
  it('is in nats', () => {
    expect(entropy(logs(1, 0, 0))).toBe(0)
    expect(entropy(logs(0.25, 0.25, 0.25, 0.25))).toBeCloseTo(Math.log(4), 12)
    expect(entropy(logs(0.5, 0.25, 0.25))).toBeCloseTo(1.5 * Math.LN2, 12)
  })

  it('lies between 0 and the logarithm of the number of symbols', () => {
    fc.assert(
      fc.property(readOut, (a) => {
        expect(entropy(a)).toBeGreaterThanOrEqual(0)
        expect(entropy(a)).toBeLessThanOrEqual(Math.log(12) + 1e-12)
      }),
    )
  })

  it('refuses what is no read-out', () => {
    expectCode('TOO_FEW', () => entropy(new Float32Array(0)))
    expectCode(
      'OUT_OF_RANGE',
      () => entropy(Float32Array.of(0.5)),
      () => entropy(Float32Array.of(Number.NaN)),
    )
  })
})

describe('topSymbols', () => {
  it('names the most probable ones, best first, equal ones by number', () => {
    expect(topSymbols(logs(0.1, 0.4, 0.1, 0.4, 0), 3)).toEqual([
      { symbol: 1, probability: expect.closeTo(0.4, 12) },
      { symbol: 3, probability: expect.closeTo(0.4, 12) },
      { symbol: 0, probability: expect.closeTo(0.1, 12) },
    ])
    expect(topSymbols(logs(0.5, 0.5), 9)).toHaveLength(2)
    expectCode('INVALID_OPTIONS', () => topSymbols(logs(1), 0))
  })

  it('agrees with sorting', () => {
    fc.assert(
      fc.property(readOut, fc.integer({ min: 1, max: 15 }), (a, k) => {
        const sorted = [...a.keys()].toSorted((x, y) => (a[x] === a[y] ? x - y : a[x]! > a[y]! ? -1 : 1))
        expect(topSymbols(a, k).map(({ symbol }) => symbol)).toEqual(sorted.slice(0, k))
      }),
    )
  })
})

describe('jensenShannon', () => {
  it('agrees with worked values', () => {
    expect(jensenShannon(logs(1, 0), logs(0, 1))).toBeCloseTo(Math.LN2, 12)
    // m = (3/4, 1/4): half of log(4/3), and half of log(2/3)/2 + log(2)/2.
    const expected = 0.5 * Math.log(4 / 3) + 0.5 * (0.5 * Math.log(2 / 3) + 0.5 * Math.log(2))
    expect(jensenShannon(logs(1, 0), logs(0.5, 0.5))).toBeCloseTo(expected, 12)
  })

  it('is symmetric, from 0 for the same to log 2, and its square root a metric', () => {
    fc.assert(
      fc.property(readOut, readOut, readOut, (a, b, c) => {
        const ab = jensenShannon(a, b)
        expect(ab).toBe(jensenShannon(b, a))
        expect(ab).toBeLessThanOrEqual(Math.LN2)
        expect(jensenShannon(a, a)).toBeCloseTo(0, 14)
        expect(Math.sqrt(ab)).toBeLessThanOrEqual(
          Math.sqrt(jensenShannon(a, c)) + Math.sqrt(jensenShannon(c, b)) + 1e-6,
        )
      }),
    )
  })

  it('is never more on the best symbols than on all', () => {
    fc.assert(
      fc.property(readOut, readOut, fc.integer({ min: 1, max: 14 }), (a, b, topK) => {
        expect(jensenShannon(a, b, { topK })).toBeLessThanOrEqual(jensenShannon(a, b) + 1e-12)
      }),
    )
    // Seen from the best of each, 0 and 1, the two differ by what they give these; which of the others is meant does not show.
    const [a, b] = [logs(0.8, 0, 0.2, 0), logs(0.8, 0, 0, 0.2)]
    expect(jensenShannon(a, b, { topK: 1 })).toBeCloseTo(0, 12)
    expect(jensenShannon(a, b)).toBeCloseTo(0.2 * Math.LN2, 12)
  })

  it('refuses read-outs over different symbols', () => {
    expectCode('WRONG_LENGTH', () => jensenShannon(logs(1), logs(0.5, 0.5)))
  })
})
