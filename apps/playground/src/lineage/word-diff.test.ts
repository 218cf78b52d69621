import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wordDiff, type DiffPart } from './word-diff.ts'

const without = (parts: readonly DiffPart[], kind: DiffPart['kind']): string =>
  parts.map((part) => (part.kind === kind ? '' : part.text)).join('')

describe('a diff by words', () => {
  it('holds both texts to the last character', () => {
    const words = fc
      .array(fc.constantFrom('a', 'the', 'plum', ' ', '  ', '\n', ', ', 'é', '漢字', '👩‍🔧', '\t'))
      .map((all) => all.join(''))
    fc.assert(
      fc.property(fc.oneof(words, fc.string({ unit: 'binary' })), words, (before, after) => {
        const { parts, kept } = wordDiff(before, after)
        expect(without(parts, 'new')).toBe(before)
        expect(without(parts, 'gone')).toBe(after)
        expect(kept).toBeGreaterThanOrEqual(0)
        expect(kept).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('shows what was changed, and changes in a row as one', () => {
    expect(wordDiff('one two three four', 'one six seven four')).toEqual({
      parts: [
        { kind: 'same', text: 'one ' },
        { kind: 'gone', text: 'two three' },
        { kind: 'new', text: 'six seven' },
        { kind: 'same', text: ' four' },
      ],
      gone: 2,
      added: 2,
      kept: 0.5,
      isCompared: true,
    })
    expect(wordDiff('same text', 'same text')).toMatchObject({ gone: 0, added: 0, kept: 1 })
    expect(wordDiff('a b', 'a b c').parts).toEqual([
      { kind: 'same', text: 'a b' },
      { kind: 'new', text: ' c' },
    ])
    // A break is a change that one should see.
    expect(wordDiff('a b', 'a\nb').parts.map(({ kind }) => kind)).toEqual(['same', 'gone', 'new', 'same'])
  })

  it('puts texts one after the other that have too little in common', () => {
    const before = Array.from({ length: 3000 }, (_, i) => `b${i}`).join(' ')
    const after = Array.from({ length: 3000 }, (_, i) => `a${i}`).join('\n')
    const { parts, isCompared, kept } = wordDiff(before, after)
    expect({ isCompared, kept }).toEqual({ isCompared: false, kept: 0 })
    expect(parts.map(({ kind }) => kind)).toEqual(['gone', 'new'])
  })
})
