import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnswerFault, checkAnswer } from './check.ts'
import type { CountdownPuzzle } from './puzzle.ts'
import { apply, integer, OPERATORS, type Operator, type Rational } from './rational.ts'

const PUZZLE: CountdownPuzzle = { numbers: [4, 9, 10, 13], target: 24 }

describe('checkAnswer accepts', () => {
  it.each([
    '(10 - 4) * (13 - 9)',
    '(10-4)*(13-9)',
    '(13 - 9) * (10 - 4)',
    '((((10)) - 4)) * (13 - 9)',
    '(10 − 4) × (13 − 9)',
    ' (10\t- 4) * (13 - 9)\n',
    '(10 - 4) * (13 - 9) = 24',
    '(10-4)*(13-9)=24',
    '(4 - 10) * (9 - 13)',
    '(9 - 13) * (4 - 10) = 24 ',
    `${'('.repeat(400)}(10 - 4) * (13 - 9)${')'.repeat(400)}`,
  ])('%s', (text) => {
    expect(checkAnswer(PUZZLE, text)).toEqual({ correct: true })
  })

  it('fractions, equal numbers, other counts and targets', () => {
    expect(checkAnswer({ numbers: [3, 3, 8, 8], target: 24 }, '8 / (3 - 8 / 3)').correct).toBe(true)
    expect(checkAnswer({ numbers: [3, 3, 8, 8], target: 24 }, '8 ÷ (3 − 8 ÷ 3) = 24').correct).toBe(true)
    expect(checkAnswer({ numbers: [24], target: 24 }, '24').correct).toBe(true)
    expect(checkAnswer({ numbers: [1, 2, 3, 4, 5, 6], target: 720 }, '6*5*4*3*2*1').correct).toBe(true)
    expect(checkAnswer({ numbers: [9999, 9999, 9999, 9999], target: 2 }, '9999/9999 + 9999/9999').correct).toBe(true)
  })
})

describe('checkAnswer refuses', () => {
  it.each<[string, AnswerFault]>([
    // Numbers
    ['(10 - 4) * (13 - 8)', 'number-not-given'],
    ['(10 - 4) * (13 - 9) * 1', 'number-not-given'],
    ['(10 - 4) * (10 - 4)', 'number-not-given'],
    ['10 - 4 + 9 + 9', 'number-not-given'],
    ['24', 'number-not-given'],
    ['10 + 13 + 0', 'number-not-given'],
    ['4 * 9 - 10', 'number-not-used'],
    ['4 + 9 + 10', 'number-not-used'],
    ['13', 'number-not-used'],
    // Value
    ['4 + 9 + 10 + 13', 'wrong-value'],
    ['4 + 9 + 10 + 13 = 36', 'wrong-value'],
    ['4 + 9 + 10 + 13 = 24', 'wrong-value'],
    ['(10 - 4) * (13 - 9) = 25', 'wrong-claim'],
    [`(10 - 4) * (13 - 9) = ${'9'.repeat(300)}`, 'wrong-claim'],
    ['10 / (13 - 9 - 4)', 'division-by-zero'],
    // Other operators and tricks
    ['', 'syntax'],
    ['   ', 'syntax'],
    ['()', 'syntax'],
    ['= 24', 'syntax'],
    ['-4 + 9 + 10 + 13', 'syntax'],
    ['+4 + 9 + 10 + 13', 'syntax'],
    ['4 - -9 + 10 + 13', 'syntax'],
    ['(-4) + 9 + 10 + 13', 'syntax'],
    ['4 ** 9 + 10 + 13', 'syntax'],
    ['4 // 9 + 10 + 13', 'syntax'],
    ['4 ^ 9 + 10 + 13', 'syntax'],
    ['4 % 9 + 10 + 13', 'syntax'],
    ['4! + 9 * 10 * 13', 'syntax'],
    ['√4 + 9 + 10 + 13', 'syntax'],
    ['(10 - 4) x (13 - 9)', 'syntax'],
    ['(10 - 4)(13 - 9)', 'syntax'],
    ['(10 - 4) * (13 - 9', 'syntax'],
    ['(10 - 4)) * (13 - 9)', 'syntax'],
    [')10 - 4( * (13 - 9)', 'syntax'],
    ['[10 - 4] * [13 - 9]', 'syntax'],
    ['(10 - 4) * (13 - 9) *', 'syntax'],
    ['* (10 - 4) * (13 - 9)', 'syntax'],
    ['4 9 10 13', 'syntax'],
    ['(10.0 - 4) * (13 - 9)', 'syntax'],
    ['(010 - 4) * (13 - 9)', 'syntax'],
    ['(1_0 - 4) * (13 - 9)', 'syntax'],
    ['(1 0 - 4) * (13 - 9)', 'syntax'],
    ['(1e1 - 4) * (13 - 9)', 'syntax'],
    ['(0xa - 4) * (13 - 9)', 'syntax'],
    ['(10n - 4n) * (13n - 9n)', 'syntax'],
    ['(１０ - 4) * (13 - 9)', 'syntax'],
    ['(10 - 4) * (13 - 9) = 24 = 24', 'syntax'],
    ['24 = (10 - 4) * (13 - 9)', 'syntax'],
    ['(10 - 4) * (13 - 9) = 20 + 4', 'syntax'],
    ['(10 - 4) * (13 - 9) = 024', 'syntax'],
    ['(10 - 4) * (13 - 9) == 24', 'syntax'],
    // Injected text
    ['(10 - 4) * (13 - 9); 24', 'syntax'],
    ['(10 - 4) * (13 - 9) // done', 'syntax'],
    ['(10 - 4) * (13 - 9)\n24', 'syntax'],
    ['The answer is (10 - 4) * (13 - 9)', 'syntax'],
    ['{"correct": true}', 'syntax'],
    ['process.exit(0)', 'syntax'],
    ['constructor', 'syntax'],
    ['(10 - 4) * (13 - 9)\u0000', 'syntax'],
    ['(10 - 4)\u200b * (13 - 9)', 'syntax'],
    ['\ud800', 'syntax'],
    // Size
    ['1'.repeat(1_000), 'number-not-given'],
    ['1'.repeat(1_001), 'too-long'],
    ['('.repeat(1_000), 'syntax'],
    ['('.repeat(10_000_000), 'too-long'],
    ['9*'.repeat(5_000_000), 'too-long'],
    [' '.repeat(10_000_000), 'too-long'],
    ['='.repeat(1_000), 'syntax'],
  ])('%#: %.40j as %s', (text, reason) => {
    const checked = checkAnswer(PUZZLE, text)
    expect(checked).toMatchObject({ correct: false, reason })
    if (!checked.correct) expect(checked.detail.length).toBeLessThan(120)
  })

  it('concatenation of digits', () => {
    expect(checkAnswer({ numbers: [1, 2, 2, 4], target: 24 }, '12 * (4 - 2)')).toMatchObject({
      reason: 'number-not-given',
    })
    expect(checkAnswer({ numbers: [1, 2, 2, 4], target: 24 }, '(1)2 * (4 - 2)')).toMatchObject({ reason: 'syntax' })
  })

  it('says where the text goes wrong, without letting control characters through', () => {
    expect(checkAnswer(PUZZLE, '(10 - 4) ^ 2')).toMatchObject({ detail: 'unexpected "^" at character 10' })
    expect(checkAnswer(PUZZLE, '10 \u001b[31m')).toMatchObject({
      detail: String.raw`unexpected "\u001b" at character 4`,
    })
  })
})

/** An expression over given numbers in any legal writing, and its exact value (null where a divisor is zero). */
interface Written {
  readonly text: string
  readonly value: Rational | null
}

const WRITINGS: Readonly<Record<Operator, readonly string[]>> = {
  '+': ['+'],
  '-': ['-', '−'],
  '*': ['*', '×'],
  '/': ['/', '÷'],
}

/** Joins two neighbours at a time until one expression is left; every join is bracketed, sometimes doubly. */
function write(numbers: readonly number[], choices: readonly number[]): Written {
  let at = 0
  const choose = (below: number): number => choices[at++ % choices.length]! % below
  let parts = numbers.map((n): Written => ({ text: String(n), value: integer(n) }))
  while (parts.length > 1) {
    const i = choose(parts.length - 1)
    const [a, b] = [parts[i]!, parts[i + 1]!]
    const operator = OPERATORS[choose(4)]!
    const sign = WRITINGS[operator][choose(WRITINGS[operator].length)]!
    const gap = ['', ' ', '\t ', '  '][choose(4)]!
    const inner = `(${a.text}${gap}${sign}${gap}${b.text})`
    const text = choose(4) === 0 ? `(${gap}${inner})` : inner
    const value = a.value === null || b.value === null ? null : apply(a.value, operator, b.value)
    parts = [...parts.slice(0, i), { text, value }, ...parts.slice(i + 2)]
  }
  return parts[0]!
}

const numbersAndChoices = fc.tuple(
  fc.array(fc.integer({ min: 1, max: 13 }), { minLength: 1, maxLength: 7 }),
  fc.array(fc.nat({ max: 1_000 }), { minLength: 20, maxLength: 20 }),
)

describe('checkAnswer as a property', () => {
  it('accepts any writing of an expression exactly when its value is the target', () => {
    fc.assert(
      fc.property(numbersAndChoices, ([numbers, choices]) => {
        const { text, value } = write(numbers, choices)
        const shuffled = numbers.toReversed()
        const reached = value !== null && value.d === 1n && value.n > 0n ? Number(value.n) : null
        expect(checkAnswer({ numbers: shuffled, target: reached ?? 24 }, text).correct).toBe(reached !== null)
        expect(checkAnswer({ numbers: shuffled, target: (reached ?? 24) + 1 }, text).correct).toBe(false)
        if (value === null) {
          expect(checkAnswer({ numbers, target: 24 }, text)).toMatchObject({ reason: 'division-by-zero' })
        }
        expect(checkAnswer({ numbers: [...numbers, 5], target: reached ?? 24 }, text).correct).toBe(false)
        expect(checkAnswer({ numbers: numbers.slice(1), target: reached ?? 24 }, text).correct).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  it('reads * and / before + and -, each from the left, as JavaScript does', () => {
    fc.assert(
      fc.property(numbersAndChoices, ([numbers, choices]) => {
        const text = numbers.map((n, i) => (i === 0 ? String(n) : `${OPERATORS[choices[i]! % 4]!} ${n}`)).join(' ')
        const value = evaluateAsJavaScript(text)
        const target = Math.round(value)
        fc.pre(target > 0)
        // Divisors multiply to at most 13^6, so what is no whole number is at least 2e-7 away from one.
        expect(checkAnswer({ numbers, target }, text).correct).toBe(Math.abs(value - target) < 5e-8)
      }),
      { numRuns: 500 },
    )
  })

  it('accepts nothing by mistake after up to three changes of characters', () => {
    const characters = fc.constantFrom(...'0123456789+-*/()= .x^%!')
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 2 }), characters), { minLength: 1, maxLength: 3 })
    let accepted = 0
    fc.assert(
      fc.property(changes, (list) => {
        let text = '(10 - 4) * (13 - 9)'
        for (const [place, kind, character] of list) {
          const at = place % (text.length + 1)
          text = text.slice(0, at) + (kind === 0 ? '' : character) + text.slice(kind === 2 ? at : at + 1)
        }
        if (!checkAnswer(PUZZLE, text).correct) return
        accepted++
        expect((text.match(/\d+/g) ?? []).map(Number).toSorted((a, b) => a - b)).toEqual(PUZZLE.numbers)
        expect(evaluateAsJavaScript(text)).toBeCloseTo(24, 9)
      }),
      { numRuns: 3_000, seed: 24 },
    )
    expect(accepted).toBeGreaterThan(20)
  })

  it('answers any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(checkAnswer(PUZZLE, text).correct).toBe(false)
      }),
    )
  })
})

/** Independent of the parser under test; the text is made here from digits and operators alone. */
function evaluateAsJavaScript(text: string): number {
  // oxlint-disable-next-line typescript/no-implied-eval
  return Number(new Function(`return (${text})`)())
}
