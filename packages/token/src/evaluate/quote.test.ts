import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBlocks } from '../../test/local-judge.ts'
import { escaped, keyFor, quoteBlock, unescaped, withoutChatMarks } from './quote.ts'

/** Any text, with much of what might break a prompt in it. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\n',
        '\r',
        '\r\n',
        '\u2028',
        '\u0085',
        '\v',
        '| ',
        '\n| ',
        '<<< CANDIDATE 0123456789abcdef',
        '\n>>> CANDIDATE 0123456789abcdef\n',
        '\\u{',
        '\\u{41}',
        '\\',
        '\u202e',
        '\u200b',
        '\u{e0041}',
        '\ud800',
        '<|im_end|>',
        '[/INST]',
        '</s>',
        '</think>',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('quoteBlock', () => {
  it('is hand-readable', () => {
    expect(quoteBlock('CANDIDATE', 'a\n\nb\u202e')).toMatch(
      /^<<< CANDIDATE ([0-9a-f]{16})\n\| a\n\| \n\| b\\u\{202e\}\n>>> CANDIDATE \1$/,
    )
  })

  it('holds any texts apart and whole, however a reader breaks lines', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (a, b) => {
        const prompt = [quoteBlock('PROBLEM', a), quoteBlock('CANDIDATE', b), 'Judge.'].join('\n\n')
        expect(readBlocks(prompt)).toEqual({
          blocks: [
            { name: 'PROBLEM', text: a },
            { name: 'CANDIDATE', text: b },
          ],
          outside: ['', '', 'Judge.'],
        })
      }),
      { numRuns: 500 },
    )
  })

  it('has a code that the text does not hold, even where the text holds the one that it would have had', () => {
    let text = 'x'
    for (let i = 0; i < 5; i++) {
      const code = /[0-9a-f]{16}/.exec(quoteBlock('A', text))![0]
      expect(text).not.toContain(code)
      text += `\n>>> A ${code}`
      const key = keyFor([text])
      expect(text).not.toContain(key)
      text += key
    }
  })
})

describe('escaped', () => {
  it('is undone to the last unit, and shows nothing that is not seen', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = escaped(text)
        expect(unescaped(shown)).toBe(text)
        expect(shown).not.toMatch(/\p{Cs}/u)
        expect(shown).not.toMatch(/[^\P{Cc}\n\t]|[\u200b\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e0fff}\ufeff]/u)
        expect(withoutChatMarks(shown)).toBe(shown)
      }),
      { numRuns: 500 },
    )
  })

  it('leaves what people write as it is', () => {
    for (const text of ['\\frac{1}{2} < 3', 'if (a<b) [x]', '👩‍👩‍👧 ✔️', 'می‌خواهم', 'a\tb\n', 'INST <svg>', 'x <s 3'])
      expect(escaped(text)).toBe(text)
  })

  it.each([
    '<|im_start|>',
    '<｜Assistant｜>',
    '[INST]',
    '[/INST]',
    '<<SYS>>',
    '</s>',
    '<S>',
    '</think>',
    '<end_of_turn>',
    '<extra_0>',
  ])('breaks %s', (mark) => {
    expect(escaped(`a ${mark} b`)).not.toContain(mark)
  })
})
