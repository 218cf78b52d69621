import { shown } from '../task-error.ts'
import { binding } from './expression.ts'
import { OPERATORS, type Operator } from './rational.ts'

/** Longer texts are refused unread. The longest sensible expression over eight numbers has about 80 characters. */
export const MAX_EXPRESSION_CHARS = 1_000

/** An item of postfix notation: a whole number as its decimal text, or an operator. */
export type PostfixItem =
  { readonly kind: 'number'; readonly text: string } | { readonly kind: 'operator'; readonly operator: Operator }

export type ReadExpression =
  | {
      readonly ok: true
      readonly postfix: readonly PostfixItem[]
      /** The number after a trailing `=`, as written; null without one. */
      readonly claim: string | null
    }
  | { readonly ok: false; readonly reason: 'too-long' | 'syntax'; readonly detail: string }

/** Typographic signs that people and language models write. Letters, `x` among them, are never operators. */
const SIGNS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...OPERATORS.map((operator): [string, Operator] => [operator, operator]),
  ['\u00d7', '*'],
  ['\u00f7', '/'],
  ['\u2212', '-'],
])

const TOKEN = /[ \t]+|(?:0|[1-9][0-9]*)(?![0-9])|[-+*/()=\u00d7\u00f7\u2212]/y
const CLAIM = /=[ \t]*((?:0|[1-9][0-9]*))[ \t]*$/

/**
 * Reads infix arithmetic over whole numbers: `+ - * /` (also `×`, `÷`, `−`), round brackets, spaces and tabs, and one optional
 * `= number` at the end. No signs before numbers, no leading zeros, no decimals, nothing else. One pass with an explicit
 * stack (Dijkstra's shunting yard), so deep nesting costs no call stack; time is linear in the length.
 */
export function readExpression(text: string): ReadExpression {
  if (text.length > MAX_EXPRESSION_CHARS) {
    return {
      ok: false,
      reason: 'too-long',
      detail: `${text.length} characters, at most ${MAX_EXPRESSION_CHARS} are read`,
    }
  }
  const trimmed = text.trim()
  const claim = CLAIM.exec(trimmed)
  const body = claim === null ? trimmed : trimmed.slice(0, claim.index)
  const postfix: PostfixItem[] = []
  const pending: ('(' | Operator)[] = []
  let wantsOperand = true
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < body.length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(body)?.[0]
    if (token === undefined) return syntax(`unexpected ${shown(String.fromCodePoint(body.codePointAt(at)!))}`, at)
    if (token[0] === ' ' || token[0] === '\t') continue
    const operator = SIGNS.get(token)
    const startsOperand = operator === undefined && token !== ')' && token !== '='
    if (token === '=' || startsOperand !== wantsOperand) return syntax(`unexpected ${shown(token.slice(0, 20))}`, at)
    if (token === '(') {
      pending.push('(')
    } else if (token === ')') {
      while (pending.length > 0 && pending.at(-1) !== '(') postfix.push(operatorItem(pending.pop() as Operator))
      if (pending.pop() === undefined) return syntax('a closing bracket without an opening one', at)
    } else if (operator === undefined) {
      postfix.push({ kind: 'number', text: token })
      wantsOperand = false
    } else {
      while (bindsBefore(pending.at(-1), operator)) postfix.push(operatorItem(pending.pop() as Operator))
      pending.push(operator)
      wantsOperand = true
    }
  }
  if (wantsOperand) return syntax('a number is missing', body.length)
  while (pending.length > 0) {
    const top = pending.pop()!
    if (top === '(') return syntax('a bracket is not closed', body.length)
    postfix.push(operatorItem(top))
  }
  return { ok: true, postfix, claim: claim === null ? null : claim[1]! }
}

/** Operators of equal strength are applied from left to right. */
function bindsBefore(top: '(' | Operator | undefined, operator: Operator): boolean {
  return top !== undefined && top !== '(' && binding(top) >= binding(operator)
}

function operatorItem(operator: Operator): PostfixItem {
  return { kind: 'operator', operator }
}

function syntax(what: string, at: number): ReadExpression {
  return { ok: false, reason: 'syntax', detail: `${what} at character ${at + 1}` }
}
