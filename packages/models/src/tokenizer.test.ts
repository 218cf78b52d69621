import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countdownTokenizer } from './tokenizer.ts'

const tokenizer = countdownTokenizer()

describe('countdownTokenizer', () => {
  it('makes one token of a number below 100 and groups longer ones in pairs from the right', () => {
    const texts = (text: string): string[] => tokenizer.encode(text)!.map((id) => tokenizer.vocabulary[id]!)
    expect(texts('7')).toEqual(['7'])
    expect(texts('42')).toEqual(['42'])
    expect(texts('507')).toEqual(['5', '07'])
    expect(texts('1347')).toEqual(['13', '47'])
    expect(texts('24: 4 10\n')).toEqual(['24', ': ', '4', ' ', '10', '\n'])
    expect(texts('13 - 9 = 4 (left: 8/3 4)')).toEqual([
      '13',
      ' - ',
      '9',
      ' = ',
      '4',
      ' (left: ',
      '8',
      '/',
      '3',
      ' ',
      '4',
      ')',
    ])
  })

  it('ends a step with its own token', () => {
    expect(tokenizer.encode('6 * 4 = 24 (left: 24)')!.at(-1)).toBe(tokenizer.stepEnd)
  })

  it('gives every text of the grammar back', () => {
    const number = fc.oneof(fc.nat(12), fc.nat(9999), fc.nat(999_999)).map(String)
    const value = fc.oneof(
      number,
      fc.tuple(number, number).map(([n, d]) => `${n}/${d}`),
    )
    const step = fc
      .tuple(value, fc.constantFrom('+', '-', '*', '/'), value, value, fc.array(value, { minLength: 1, maxLength: 6 }))
      .map(([a, op, b, result, left]) => `${a} ${op} ${b} = ${result} (left: ${left.join(' ')})`)
    fc.assert(
      fc.property(step, (text) => {
        expect(tokenizer.decode(tokenizer.encode(text)!)).toBe(text)
      }),
    )
  })

  it('refuses what the vocabulary cannot write', () => {
    for (const text of ['ignore the rules', '4 × 6', '4  %', '24: -4\n', '🙂'])
      expect(tokenizer.encode(text)).toBeNull()
    expect(tokenizer.encode('')).toEqual([])
  })
})
