import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTaskError } from '../task-error.ts'
import { createInstruction, INSTRUCTION_IDS, isInstructionId, type InstructionId } from './instructions.ts'
import { looseReadings } from './loose.ts'
import { splitAtSpace } from './python/text.ts'
import { splitSentences } from './sentences/split-sentences.ts'

const follows = (id: InstructionId, args: object, answer: string): boolean =>
  createInstruction(id, args as Record<string, unknown>).isFollowedBy(answer)

const faultOf = (id: InstructionId, args: object): string | null => {
  try {
    createInstruction(id, args as Record<string, unknown>, 'here')
  } catch (error) {
    if (isTaskError(error)) return `${error.code} ${error.details.where}`
    throw error
  }
  return null
}

describe('instructions', () => {
  it('are of 25 types', () => {
    expect(INSTRUCTION_IDS).toHaveLength(25)
    expect(isInstructionId('punctuation:no_comma')).toBe(true)
    for (const other of ['constructor', 'punctuation:no_dot', 7]) expect(isInstructionId(other)).toBe(false)
  })

  it('count words as runs of letters and digits, which vowel signs are not', () => {
    const words = (count: number, text: string) =>
      follows('length_constraints:number_words', { num_words: count, relation: 'at least' }, text) &&
      !follows('length_constraints:number_words', { num_words: count + 1, relation: 'at least' }, text)
    expect(words(5, "don't stop_it, 2x now")).toBe(true)
    expect(words(2, 'हिन')).toBe(true)
  })

  it('take a point in a keyword for any character, and a keyword for a part of a word', () => {
    expect(follows('keywords:existence', { keywords: ['a.c'] }, 'xABCx')).toBe(true)
    expect(follows('keywords:existence', { keywords: ['a.c'] }, 'a\nc')).toBe(false)
    expect(follows('keywords:forbidden_words', { forbidden_words: ['art'] }, 'party of artists')).toBe(true)
    expect(follows('keywords:forbidden_words', { forbidden_words: ['art'] }, 'Art!')).toBe(false)
  })

  it('count the character asked for, a letter or not', () => {
    const args = { letter: '#', let_frequency: 2, let_relation: 'at least' }
    expect(follows('keywords:letter_frequency', args, '#one #two')).toBe(true)
    expect(follows('keywords:letter_frequency', args, '#one two')).toBe(false)
  })

  it('follow nothing by an answer that nobody sees', () => {
    for (const blank of ['', ' \n', '\u001f\u0085']) expect(follows('punctuation:no_comma', {}, blank)).toBe(false)
  })

  it('take a text without letters for one of the right language, as the original does', () => {
    expect(follows('language:response_language', { language: 'de' }, '1 + 1 = 2')).toBe(true)
  })

  it.each<[InstructionId, object, string]>([
    ['length_constraints:number_words', {}, 'num_words'],
    ['length_constraints:number_words', { num_words: null, relation: 'at least' }, 'num_words'],
    ['length_constraints:number_words', { num_words: 1.5, relation: 'at least' }, 'num_words'],
    ['length_constraints:number_words', { num_words: 3, relation: 'at most' }, 'relation'],
    ['keywords:existence', { keywords: [] }, 'keywords'],
    ['keywords:existence', { keywords: ['a', 7] }, 'keywords'],
    ['keywords:existence', { keywords: ['c++'] }, 'keywords'],
    ['keywords:frequency', { keyword: ' ', frequency: 1, relation: 'at least' }, 'keyword'],
    ['keywords:letter_frequency', { letter: 'ab', let_frequency: 1, let_relation: 'at least' }, 'letter'],
    ['length_constraints:nth_paragraph_first_word', { num_paragraphs: 2, nth_paragraph: 0 }, 'nth_paragraph'],
    ['startend:end_checker', { end_phrase: ['a'] }, 'end_phrase'],
  ])('%s refuses %j at its argument', (id, args, name) => {
    expect(faultOf(id, args)).toBe(`INVALID_FILE here, ${name}`)
  })

  it('ignore arguments of other instructions', () => {
    expect(faultOf('punctuation:no_comma', { num_words: null, keywords: ['x'] })).toBeNull()
  })
})

describe('looseReadings', () => {
  it('are eight: with stars and without, without first line, last line or both', () => {
    expect(looseReadings('*a*\nb\n**c**')).toEqual([
      '*a*\nb\n**c**',
      'b\n**c**',
      '*a*\nb',
      'b',
      'a\nb\nc',
      'b\nc',
      'a\nb',
      'b',
    ])
    expect(looseReadings('one')).toEqual(['one', '', '', '', 'one', '', '', ''])
  })
})

describe('splitSentences', () => {
  it('keeps every visible character, in order', () => {
    const part = fc.constantFrom(
      'Dr. ',
      'Go on. ',
      'U.S. ',
      '... ',
      'J. ',
      '"Yes!" ',
      '(no?) ',
      '3. ',
      'word ',
      '\n',
      'The end.',
      '? ',
      "'",
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ unit: 'grapheme', maxLength: 6 }))), (parts) => {
        const text = parts.join('')
        const seen = (value: string) => splitAtSpace(value).join('')
        const sentences = splitSentences(text)
        expect(seen(sentences.join(''))).toBe(seen(text))
        expect(sentences.every((sentence) => sentence !== '')).toBe(true)
      }),
    )
  })
})
