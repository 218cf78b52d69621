import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeThoughts, thoughtAt } from './map-layout.ts'

const coordinate = fc.double({ min: -100, max: 100, noNaN: true })
const points = fc
  .array(fc.option(fc.tuple(coordinate, coordinate)), { maxLength: 40 })
  .map((ats) => ats.map((at, node) => ({ node, at })))

describe('thoughts on a canvas', () => {
  it('all lie within it, and none that is on no map', () => {
    fc.assert(
      fc.property(
        points,
        fc.integer({ min: 120, max: 2000 }),
        fc.integer({ min: 120, max: 900 }),
        (all, width, height) => {
          const placed = placeThoughts(all, width, height)
          expect(placed.map(({ node }) => node)).toEqual(all.filter(({ at }) => at !== null).map(({ node }) => node))
          for (const { x, y } of placed) {
            expect(x).toBeGreaterThan(0)
            expect(x).toBeLessThan(width)
            expect(y).toBeGreaterThan(0)
            expect(y).toBeLessThan(height)
          }
        },
      ),
    )
  })

  it('keep their distances on both axes, with up above', () => {
    const placed = placeThoughts(
      [
        { node: 0, at: [0, 0] },
        { node: 1, at: [4, 0] },
        { node: 2, at: [0, 1] },
      ],
      852,
      252,
    )
    const [a, b, c] = placed as [(typeof placed)[0], (typeof placed)[0], (typeof placed)[0]]
    expect(b.x - a.x).toBeCloseTo(800)
    expect(a.y - c.y).toBeCloseTo(200)
    expect(a.x).toBe(c.x)
  })

  it('are found under the pointer, the nearest first and the uppermost of equals', () => {
    const placed = [
      { node: 3, x: 10, y: 10 },
      { node: 5, x: 10, y: 10 },
      { node: 8, x: 18, y: 10 },
    ]
    expect(thoughtAt(placed, 11, 10, 12)).toBe(5)
    expect(thoughtAt(placed, 17, 11, 12)).toBe(8)
    expect(thoughtAt(placed, 60, 60, 12)).toBeNull()
  })
})
