import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answersEqual } from './answers-equal.ts'
import { finalAnswer } from './final-answer.ts'

describe('answersEqual', () => {
  it.each<[string, string]>([
    ['1/2', '0.5'],
    ['\\frac{1}{2}', '\\dfrac12'],
    ['\\frac12', '.50'],
    ['-\\frac{3}{4}', '\\frac{-3}{4}'],
    ['1,000', '1000'],
    ['1{,}000', '1000'],
    ['$\\$12.50$', '12.5'],
    ['12345678901234567890', '12,345,678,901,234,567,890'],
    ['2 1/2', '\\frac{5}{2}'],
    ['2\\frac{1}{2}', '2.5'],
    ['50%', '\\frac{1}{2}'],
    ['50\\%', '50'],
    ['12 percent', '12\\%'],
    ['\\sqrt{8}', '2\\sqrt{2}'],
    ['\\sqrt8', '2√2'],
    ['\\frac{1}{\\sqrt{2}}', '\\frac{\\sqrt{2}}{2}'],
    ['\\sqrt[3]{27}', '3'],
    ['2^{10}', '1024'],
    ['2^{-1}', '0.5'],
    ['-2^2', '-4'],
    ['5!', '120'],
    ['|{-3}|', '3'],
    ['3\\pi', 'pi*3'],
    ['\\log_2 8', '3'],
    ['\\sin^2 x + \\cos^2 x', '1'],
    ['90^\\circ', '90'],
    ['5 cm', '5'],
    ['5\\text{ cm}', '5 cm'],
    ['12\\text{ square meters}', '12'],
    ['7 apples', '7 apple'],
    ['x = 3', '3'],
    ['f(x)=x^2', 'x^2'],
    ['(x+1)^2', 'x^2+2x+1'],
    ['2xy', 'yx*2'],
    ['\\frac{x^2-1}{x-1}', 'x+1'],
    ['x_1 + x_{2}', 'x_2+x_1'],
    ['y = 2x + 1', '2y = 4x + 2'],
    ['2x - y + 1 = 0', 'y = 2x + 1'],
    ['(1, 2)', '\\left( 1, \\frac{4}{2} \\right)'],
    ['[0, \\infty)', '[0,∞)'],
    ['(-\\infty, 1] \\cup (2, 3)', '(2,3) \\cup (-\\infty, 1]'],
    ['\\{1, 2, 3\\}', '3, 2, 1'],
    ['x \\in \\{1, 2\\}', '2 and 1'],
    ['1 \\pm \\sqrt{2}', '1-\\sqrt2, 1+\\sqrt2'],
    ['\\emptyset', '\\{\\}'],
    ['\\text{Yes}', 'yes.'],
    ['(B)', '\\text{B}'],
    ['3.', '3'],
    ['+4', '4'],
  ])('%s is %s', (a, b) => {
    expect(answersEqual(a, b)).toBe(true)
    expect(answersEqual(b, a)).toBe(true)
  })

  it.each<[string, string]>([
    ['1/3', '0.33'],
    ['\\pi', '3.14'],
    ['1000000001', '1000000002'],
    ['12345678901234567890', '12345678901234567891'],
    ['0', '0.0000000000001'],
    ['5 cm', '5 km'],
    ['5', '-5'],
    ['(1, 2)', '(2, 1)'],
    ['(1, 2)', '[1, 2]'],
    ['(1,2)', '12'],
    ['{1, 2}', '{1, 2, 2}'],
    ['1, 2', '1, 3'],
    ['x+1', 'x+2'],
    ['x', 'y'],
    ['\\sqrt{x^2}', 'x'],
    ['2xy', '2'],
    ['y = 2x', 'y = 3x'],
    ['yes', 'no'],
    ['', ''],
    ['5', ''],
    ['\\frac{1}{0}', '\\frac{2}{0}'],
    ['2^{9999}', '3^{9999'],
    ['1/0', 'infinity'],
  ])('%s is not %s', (a, b) => {
    expect(answersEqual(a, b)).toBe(false)
    expect(answersEqual(b, a)).toBe(false)
  })

  it('knows a fraction however it is written', () => {
    const int = fc.integer({ min: 1, max: 999 })
    fc.assert(
      fc.property(int, int, int, (p, q, k) => {
        expect(answersEqual(`${p}/${q}`, `\\frac{${p * k}}{${q * k}}`)).toBe(true)
        expect(answersEqual(`${p}/${q}`, `\\frac{${p * k + 1}}{${q * k}}`)).toBe(false)
      }),
    )
  })

  it('knows a polynomial in any order of its terms', () => {
    const term = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('', 'x', 'y', 'x^2', 'xy', 'y^{3}'))
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 6 }), (terms) => {
        const text = (all: typeof terms) => all.map(([c, t]) => `${c}${t}`).join(' + ')
        expect(answersEqual(text(terms), text(terms.toReversed()))).toBe(true)
        expect(answersEqual(text(terms), `${text(terms)} + 1`)).toBe(false)
      }),
    )
  })

  it('takes whatever text it gets, the same both ways', () => {
    const piece = fc.constantFrom(
      '\\frac',
      '{',
      '}',
      '(',
      ')',
      '1',
      ',',
      'x',
      '^',
      '\\sqrt',
      '[',
      ']',
      '=',
      '±',
      '|',
      '%',
      'and',
      ' ',
      '\\',
      '_',
      '!',
    )
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(answersEqual(a, b)).toBe(answersEqual(b, a))
        expect(answersEqual(a, a)).toBe(a.trim() !== '')
      }),
      { numRuns: 500 },
    )
    expect(answersEqual('('.repeat(900), ')'.repeat(900))).toBe(false)
    expect(answersEqual(`${'-'.repeat(900)}1`, '2')).toBe(false)
  })
})

describe('finalAnswer', () => {
  it.each<[string, string | null]>([
    ['So \\boxed{1} or rather \\boxed{\\frac{1}{2}}.', '\\frac{1}{2}'],
    ['\\boxed{\\{1, 2\\}}', '\\{1, 2\\}'],
    ['we get \\boxed 7.', '7'],
    ['2 + 2 = 4\n#### 1,234\n', '1,234'],
    ['The answer is 3.5. Then more.', '3.5'],
    ['The final answer is: **$x = 2$**.', '$x = 2$'],
    ['Answer: (C)', '(C)'],
    ['\\boxed{', null],
    ['no idea', null],
    ['#### ', null],
  ])('of %s is %s', (text, answer) => {
    expect(finalAnswer(text)).toBe(answer)
  })
})
