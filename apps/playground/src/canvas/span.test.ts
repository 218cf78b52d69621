import fc from 'fast-check'
import { expect, it } from 'vitest'
import { WHOLE, around, panned, zoomed } from './span.ts'

it('keeps the place under the pointer where it is', () => {
  const { from, to } = zoomed(WHOLE, 4, 0.5)
  expect([from, to]).toEqual([0.375, 0.625])
  expect(zoomed({ from: 0.375, to: 0.625 }, 1 / 4, 0.5)).toEqual(WHOLE)
})

it('never leaves the whole', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('zoom' as const),
        factor: fc.double({ min: 0.01, max: 100, noNaN: true }),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.record({ kind: fc.constant('pan' as const), share: fc.double({ min: -3, max: 3, noNaN: true }) }),
    ),
  )
  fc.assert(
    fc.property(steps, (moves) => {
      let span = WHOLE
      for (const move of moves)
        span = move.kind === 'zoom' ? zoomed(span, move.factor, move.at) : panned(span, move.share)
      expect(span.from).toBeGreaterThanOrEqual(0)
      expect(span.to).toBeLessThanOrEqual(1 + 1e-9)
      expect(span.to).toBeGreaterThan(span.from)
    }),
  )
})

it('shows a part with room around it', () => {
  const { from, to } = around({ from: 0.4, to: 0.6 })
  expect(from).toBeCloseTo(0.37)
  expect(to).toBeCloseTo(0.63)
  expect(around(WHOLE)).toEqual(WHOLE)
})
