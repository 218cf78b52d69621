import { drawNormal, drawsOf } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectCode } from '../../test/codes.ts'
import { principalMap, projectOn } from './principal-map.ts'

/** Deviation 3 along the first axis, 2 along the second, 0.5 along the others. */
function longCloud(dim: number): readonly Float32Array[] {
  const draw = drawsOf(5, 0)
  return Array.from({ length: 400 }, () =>
    Float32Array.from({ length: dim }, (_, i) => ([3, 2][i] ?? 0.5) * drawNormal(draw) + i),
  )
}

describe('principalMap', () => {
  it('finds the line that points lie on', () => {
    const map = principalMap([0, 1, 2, 3].map((x) => Float32Array.of(x, 2 * x + 1)))
    expect(map.mean).toEqual([1.5, 4])
    expect(map.directions[0]).toEqual([expect.closeTo(1 / Math.sqrt(5), 12), expect.closeTo(2 / Math.sqrt(5), 12)])
    expect(map.explained).toEqual([expect.closeTo(1, 12), expect.closeTo(0, 12)])
    expect(projectOn(map, Float32Array.of(0, 1))[0]).toBeCloseTo(-1.5 * Math.sqrt(5), 10)
  })

  it('finds the longest directions first, in 32 dimensions', () => {
    const map = principalMap(longCloud(32), { directions: 3 })
    expect(map.directions[0]![0]).toBeGreaterThan(0.98)
    expect(map.directions[1]![1]).toBeGreaterThan(0.98)
    // 9 and 4 of 9 + 4 + 30 · 0.25.
    expect(map.explained[0]).toBeCloseTo(9 / 20.5, 1)
    expect(map.explained[1]).toBeCloseTo(4 / 20.5, 1)
  })

  it('gives coordinates whose variance is what it says it explains', () => {
    const states = longCloud(6)
    const map = principalMap(states, { directions: 6 })
    expect(map.explained.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
    const places = states.map((state) => projectOn(map, state))
    const variance = (k: number): number => places.reduce((sum, place) => sum + place[k]! * place[k]!, 0)
    const total = [0, 1, 2, 3, 4, 5].reduce((sum, k) => sum + variance(k), 0)
    map.explained.forEach((share, k) => expect(variance(k) / total).toBeCloseTo(share, 10))
  })

  it('has orthogonal unit directions with a positive largest entry, and survives JSON to the bit', () => {
    const vector = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(vector, { minLength: 2, maxLength: 12 }), (rows) => {
        const states = rows.map((row) => Float64Array.from(row))
        const map = principalMap(states, { directions: 3 })
        map.directions.forEach((a, i) => {
          map.directions.forEach((b, k) =>
            expect(a.reduce((sum, x, at) => sum + x * b[at]!, 0)).toBeCloseTo(i === k ? 1 : 0, 9),
          )
          const largest = a.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0)
          expect(largest).toBeGreaterThan(0)
        })
        const again = JSON.parse(JSON.stringify(map)) as typeof map
        expect(projectOn(again, states[0]!)).toEqual(projectOn(map, states[0]!))
      }),
    )
  })

  it('says nothing about states that are all the same', () => {
    const map = principalMap([Float32Array.of(1, 2), Float32Array.of(1, 2)])
    expect(map.explained).toEqual([0, 0])
    expect(projectOn(map, Float32Array.of(1, 2))).toEqual(Float64Array.of(0, 0))
  })

  it('refuses what it cannot map', () => {
    const states = [Float32Array.of(1, 2), Float32Array.of(3, 4)]
    expectCode('TOO_FEW', () => principalMap(states.slice(1)))
    expectCode('INVALID_OPTIONS', () => principalMap(states, { directions: 3 }))
    expectCode('WRONG_LENGTH', () => projectOn(principalMap(states), Float32Array.of(1)))
    expectCode('NOT_FINITE', () => projectOn(principalMap(states), Float32Array.of(1, Infinity)))
  })
})
