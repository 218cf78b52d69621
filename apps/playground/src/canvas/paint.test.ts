import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canvasColours } from '../theme/canvas-colours.ts'
import { certaintyOf, createPaintTable, valueHeight } from './paint.ts'

describe('where a value lies on the scale', () => {
  it('is the value itself, absolutely', () => {
    expect(valueHeight(0.25, null)).toBe(0.25)
    expect(valueHeight(-3, null)).toBe(0)
    expect(valueHeight(7, null)).toBe(1)
  })

  it('is grey for what is as good as the search looks now, relatively', () => {
    expect(valueHeight(0.2, 0.2)).toBe(0.5)
    expect(valueHeight(0.1, 0.2)).toBe(0.25)
    expect(valueHeight(0.6, 0.2)).toBe(0.75)
    expect(valueHeight(1, 1)).toBe(0.5)
    expect(valueHeight(0, 0)).toBe(0.5)
  })

  it('keeps the order of values either way', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(unit, unit, fc.option(unit), (a, b, mean) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        expect(valueHeight(low, mean)).toBeLessThanOrEqual(valueHeight(high, mean))
      }),
      // Numbers so small that half of one is rounded.
      { examples: [[2e-323, 1.5e-323, 1.5e-323]] },
    )
  })
})

it('trusts a mean more with each visit, and never wholly', () => {
  expect(certaintyOf(0)).toBe(0)
  expect(certaintyOf(3)).toBe(0.5)
  expect(certaintyOf(1e6)).toBeLessThan(1)
})

describe.each(['dark', 'light'] as const)('the %s theme', (theme) => {
  const { value, amount, faint } = canvasColours(theme)

  it.each([
    ['value', value],
    ['amount', amount],
  ])('writes readably on every paint of %s', (_, ramp) => {
    const table = createPaintTable(ramp, faint)
    for (let height = 0; height <= 1; height += 0.05) {
      for (let certainty = 0; certainty <= 1; certainty += 0.1) {
        const { fill, text } = table.paint(height, certainty)
        expect(contrastOf(fill, text), `${fill} under ${text}`).toBeGreaterThanOrEqual(4.5)
      }
    }
  })
})

function contrastOf(fill: string, text: string): number {
  const channels = (fill.match(/\d+/g) ?? []).map(Number)
  const other = text === '#ffffff' ? [255, 255, 255] : [0, 0, 0]
  const [a, b] = [channels, other].map((rgb) => {
    const [r, g, blue] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * blue!
  }) as [number, number]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}
