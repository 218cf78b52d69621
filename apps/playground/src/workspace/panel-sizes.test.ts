import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DEFAULT_SIZES, PANEL_WIDTHS, parseSizes } from './panel-sizes.ts'

it('reads panels back as they were left', () => {
  const sizes = { left: { width: 520, isOpen: true }, right: { width: 300, isOpen: false } }
  expect(parseSizes(JSON.stringify(sizes))).toEqual(sizes)
})

it('makes usable panels of whatever is stored', () => {
  expect(parseSizes(null)).toEqual(DEFAULT_SIZES)
  expect(parseSizes('{')).toEqual(DEFAULT_SIZES)
  fc.assert(
    fc.property(
      fc.oneof(
        fc.json(),
        fc.record({ left: fc.record({ width: fc.double() }) }).map((x) => JSON.stringify(x)),
      ),
      (text) => {
        const { left } = parseSizes(text)
        expect(left.width).toBeGreaterThanOrEqual(PANEL_WIDTHS.left.min)
        expect(left.width).toBeLessThanOrEqual(PANEL_WIDTHS.left.max)
      },
    ),
  )
})
