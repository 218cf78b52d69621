import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clip, fit, joinInLines, printable, textWidth } from './text-width.ts'

describe('textWidth', () => {
  it.each([
    ['', 0],
    ['13 - 9 = 4', 10],
    ['├─ ✔ a', 6],
    ['数字', 4],
    ['e\u0301', 1],
    ['🌳', 2],
  ])('of %j is %i', (text, width) => expect(textWidth(text)).toBe(width))
})

describe('clip and fit', () => {
  it('mark what was cut off', () => {
    expect(clip('13 - 9 = 4', 10)).toBe('13 - 9 = 4')
    expect(clip('13 - 9 = 4', 6)).toBe('13 - …')
    expect(clip('数字数字', 4)).toBe('数…')
    expect(clip('ab', 0)).toBe('')
    expect(fit('ab', 4)).toBe('ab  ')
  })

  it('never take more columns than they are given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }).map(printable), fc.nat(30), (text, width) => {
        expect(textWidth(clip(text, width))).toBeLessThanOrEqual(width)
        expect(textWidth(fit(text, width))).toBe(width)
      }),
    )
  })
})

describe('joinInLines', () => {
  it('breaks between parts', () => {
    expect(joinInLines(['aa', 'bb', 'cc'], 7)).toEqual(['aa · bb', 'cc'])
    expect(joinInLines(['aa', 'bb'], Number.POSITIVE_INFINITY)).toEqual(['aa · bb'])
    expect(joinInLines(['much too long', 'b'], 5)).toEqual(['much too long', 'b'])
  })
})

describe('printable', () => {
  it('shows control characters instead of obeying them', () => {
    expect(printable('a\u001b[2Jb\nc\td\u202e')).toBe('a\\u001b[2Jb\\nc\\td\\u202e')
  })

  it('leaves nothing that could move a cursor', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.nat(0x2fff).map((code) => String.fromCodePoint(code)), maxLength: 40 }),
        (text) => {
          const codes = Array.from(printable(text), (character) => character.codePointAt(0)!)
          expect(codes.every((code) => code >= 0x20 && !(code >= 0x7f && code <= 0x9f))).toBe(true)
        },
      ),
    )
  })
})
