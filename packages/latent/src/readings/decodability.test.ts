import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axis, clouds, shuffled } from '../../test/clouds.ts'
import { expectCode } from '../../test/codes.ts'
import { decodability, decodabilityCurve } from './decodability.ts'

const blobs = clouds(
  1,
  100,
  Array.from({ length: 4 }, (_, i) => axis(16, i, 12)),
  1,
)

describe('decodability', () => {
  it('is 1 on separated blobs', () => {
    expect(decodability(blobs)).toEqual({ accuracy: 1, chance: 0.25, count: 400, rarest: 100 })
  })

  it('is chance within .05 on shuffled labels, over several shuffles', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { accuracy } = decodability({ states: blobs.states, labels: shuffled(seed, blobs.labels) })
      expect(Math.abs(accuracy - 0.25), String(accuracy)).toBeLessThanOrEqual(0.05)
    }
  })

  it('votes as computed by hand, and gives ties to the nearest', () => {
    const states = [0, 1, 3, 7, 7.5].map((x) => Float64Array.of(x))
    const labels = ['a', 'a', 'b', 'b', 'a']
    // Neighbours of 0: 1; of 1: 0; of 3: 1; of 7: 7.5; of 7.5: 7. Two of five are right.
    expect(decodability({ states, labels }, { neighbours: 1 }).accuracy).toBeCloseTo(2 / 5, 12)
    // Two votes: 0 → a b, 1 → a b, 3 → a a, 7 → a b, 7.5 → b b. A tie goes to the nearest: a, a, a, a, b.
    expect(decodability({ states, labels }, { neighbours: 2 }).accuracy).toBeCloseTo(2 / 5, 12)
  })

  it('takes so many of each label and says how many there were', () => {
    const few = decodability(blobs, { perLabel: 20 })
    expect([few.count, few.rarest]).toEqual([80, 20])
    expect(decodability({ states: blobs.states.slice(0, 42), labels: blobs.labels.slice(0, 42) }).rarest).toBe(10)
  })

  it('does not change when all states are moved or turned about', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.integer({ min: -50, max: 50 }),
            fc.integer({ min: -50, max: 50 }),
            fc.integer({ min: 0, max: 2 }),
          ),
          {
            minLength: 12,
            maxLength: 40,
          },
        ),
        fc.integer({ min: -1000, max: 1000 }),
        (points, shift) => {
          const labels = points.map(([, , label]) => label)
          const plain = decodability({ states: points.map(([x, y]) => Float64Array.of(x, y)), labels })
          const moved = decodability({ states: points.map(([x, y]) => Float64Array.of(y + shift, shift - x)), labels })
          expect(moved).toEqual(plain)
        },
      ),
    )
  })

  it('follows a curve and finds its best step', () => {
    const noise = { states: blobs.states, labels: shuffled(9, blobs.labels) }
    const { curve, best } = decodabilityCurve([noise, blobs, noise, blobs])
    expect(best).toBe(1)
    expect(curve.map(({ accuracy }) => accuracy === 1)).toEqual([false, true, false, true])
  })

  it('refuses what it cannot count', () => {
    const one = Float32Array.of(1)
    expectCode(
      'TOO_FEW',
      () => decodability({ states: [one], labels: [1] }, { neighbours: 1 }),
      () => decodability({ states: [], labels: [] }),
      () => decodabilityCurve([]),
    )
    expectCode(
      'WRONG_LENGTH',
      () => decodability({ states: [one], labels: [] }),
      () => decodability({ states: [one, Float32Array.of(1, 2)], labels: [1, 2] }),
    )
    expectCode('NOT_FINITE', () => decodability({ states: [Float32Array.of(Number.NaN)], labels: [1] }))
    expectCode('INVALID_OPTIONS', () => decodability(blobs, { neighbours: 0 }))
  })
})
