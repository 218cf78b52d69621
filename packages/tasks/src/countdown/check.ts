import type { CountdownPuzzle } from './puzzle.ts'
import { apply, equals, format, integer, type Rational } from './rational.ts'
import { type PostfixItem, readExpression } from './read-expression.ts'

/** Why an answer is not correct. Checked in this order; the first that holds is given. */
export type AnswerFault =
  'too-long' | 'syntax' | 'number-not-given' | 'number-not-used' | 'division-by-zero' | 'wrong-value' | 'wrong-claim'

export type CheckedAnswer =
  { readonly correct: true } | { readonly correct: false; readonly reason: AnswerFault; readonly detail: string }

/**
 * Whether `text` is an expression that uses every number of the puzzle exactly once and equals its target, exactly. What may
 * be written is in `readExpression`; a trailing `= 24` is allowed when it is true. Negative intermediate values are fine.
 * Never throws for any text, runs in time linear in its length, evaluates nothing but the parsed arithmetic.
 *
 * This is the benchmark's scorer: a search may not import it, its own verifier is the backend's `answer`.
 */
export function checkAnswer(puzzle: CountdownPuzzle, text: string): CheckedAnswer {
  const read = readExpression(text)
  if (!read.ok) return wrong(read.reason, read.detail)
  const unused = puzzle.numbers.map(String)
  for (const item of read.postfix) {
    if (item.kind !== 'number') continue
    const place = unused.indexOf(item.text)
    if (place < 0) return wrong('number-not-given', `${item.text.slice(0, 20)} is not given, or not so often`)
    unused.splice(place, 1)
  }
  if (unused.length > 0) return wrong('number-not-used', `${unused.join(' ')} not used`)
  const value = evaluate(read.postfix)
  if (value === null) return wrong('division-by-zero', 'a divisor is zero')
  if (!equals(value, integer(puzzle.target))) return wrong('wrong-value', `${format(value)}, not ${puzzle.target}`)
  if (read.claim !== null && read.claim !== String(puzzle.target)) {
    return wrong('wrong-claim', `claims to equal ${read.claim.slice(0, 20)}, but equals ${puzzle.target}`)
  }
  return { correct: true }
}

/** Value of a well-formed postfix expression; null for a division by zero. */
function evaluate(postfix: readonly PostfixItem[]): Rational | null {
  const values: Rational[] = []
  for (const item of postfix) {
    if (item.kind === 'number') {
      values.push(integer(Number(item.text)))
      continue
    }
    const b = values.pop()!
    const a = values.pop()!
    const result = apply(a, item.operator, b)
    if (result === null) return null
    values.push(result)
  }
  return values[0]!
}

function wrong(reason: AnswerFault, detail: string): CheckedAnswer {
  return { correct: false, reason, detail }
}
