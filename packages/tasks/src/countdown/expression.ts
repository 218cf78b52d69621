import type { Operator } from './rational.ts'

/** An arithmetic expression over the numbers of a puzzle. Its depth is below the count of numbers, so recursion is safe. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | {
      readonly kind: 'operation'
      readonly operator: Operator
      readonly left: Expression
      readonly right: Expression
    }

/**
 * Infix text with only the parentheses needed: `(13 - 9) * (10 - 4)`, and `a + (b - c)` as `a + b - c`, which has the same
 * value. Read from left to right with `*` and `/` before `+` and `-`.
 */
export function formatExpression(expression: Expression): string {
  if (expression.kind === 'number') return String(expression.value)
  const { operator, left, right } = expression
  const leftText = formatExpression(left)
  const rightText = formatExpression(right)
  const leftNeeds = bindingOf(left) < binding(operator)
  const rightNeeds =
    bindingOf(right) < binding(operator) ||
    (bindingOf(right) === binding(operator) && (operator === '-' || operator === '/'))
  return `${leftNeeds ? `(${leftText})` : leftText} ${operator} ${rightNeeds ? `(${rightText})` : rightText}`
}

/** How strongly an operator binds: 1 for sums, 2 for products. */
export function binding(operator: Operator): 1 | 2 {
  return operator === '+' || operator === '-' ? 1 : 2
}

function bindingOf(expression: Expression): number {
  return expression.kind === 'number' ? 3 : binding(expression.operator)
}
