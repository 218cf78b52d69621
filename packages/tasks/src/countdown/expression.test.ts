import { describe, expect, it } from 'vitest'
import { type Expression, formatExpression } from './expression.ts'
import type { Operator } from './rational.ts'

const number = (value: number): Expression => ({ kind: 'number', value })
const of = (left: Expression | number, operator: Operator, right: Expression | number): Expression => ({
  kind: 'operation',
  operator,
  left: typeof left === 'number' ? number(left) : left,
  right: typeof right === 'number' ? number(right) : right,
})

describe('formatExpression', () => {
  it.each<[Expression, string]>([
    [number(7), '7'],
    [of(1, '+', of(2, '+', 3)), '1 + 2 + 3'],
    [of(1, '+', of(2, '-', 3)), '1 + 2 - 3'],
    [of(1, '-', of(2, '+', 3)), '1 - (2 + 3)'],
    [of(1, '-', of(2, '-', 3)), '1 - (2 - 3)'],
    [of(of(1, '-', 2), '-', 3), '1 - 2 - 3'],
    [of(of(1, '+', 2), '*', 3), '(1 + 2) * 3'],
    [of(1, '+', of(2, '*', 3)), '1 + 2 * 3'],
    [of(1, '*', of(2, '/', 3)), '1 * 2 / 3'],
    [of(1, '/', of(2, '*', 3)), '1 / (2 * 3)'],
    [of(1, '/', of(2, '/', 3)), '1 / (2 / 3)'],
    [of(8, '/', of(3, '-', of(8, '/', 3))), '8 / (3 - 8 / 3)'],
  ])('writes only the parentheses needed: %#', (expression, text) => {
    expect(formatExpression(expression)).toBe(text)
  })
})
