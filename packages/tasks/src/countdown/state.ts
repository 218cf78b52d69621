import { TaskError } from '../task-error.ts'
import { type Expression, formatExpression } from './expression.ts'
import type { CountdownPuzzle } from './puzzle.ts'
import { apply, compare, equals, format, integer, type Operator, type Rational } from './rational.ts'

/** A number still held, and how it was made from the numbers of the puzzle. */
export interface CountdownTerm {
  readonly value: Rational
  readonly expression: Expression
}

/** One operation on two of the numbers held. */
export interface CountdownStep {
  readonly a: Rational
  readonly operator: Operator
  readonly b: Rational
  /** `a operator b`; never negative. */
  readonly result: Rational
  /** All numbers held after the step, ascending. */
  readonly left: readonly Rational[]
}

/** Numbers held on the way from a puzzle to an answer. */
export interface CountdownState {
  readonly target: number
  /** The numbers held, ascending; never empty. */
  readonly left: readonly CountdownTerm[]
  /** The steps that led here, first to last. */
  readonly steps: readonly CountdownStep[]
}

/** The state before the first step. */
export function rootState(puzzle: CountdownPuzzle): CountdownState {
  const left = puzzle.numbers
    .toSorted((a, b) => a - b)
    .map((value): CountdownTerm => ({ value: integer(value), expression: { kind: 'number', value } }))
  return { target: puzzle.target, left, steps: [] }
}

/**
 * The state after a step; the given state is not changed. Of equal numbers the first held is taken.
 * Throws a TaskError ILLEGAL_STEP when the step is not one of this state: steps come from `legalMoves` or `parseStep`.
 */
export function extendState(state: CountdownState, step: CountdownStep): CountdownState {
  const i = state.left.findIndex((term) => equals(term.value, step.a))
  const j = state.left.findIndex((term, index) => index !== i && equals(term.value, step.b))
  const result = apply(step.a, step.operator, step.b)
  if (i < 0 || j < 0 || result === null || result.n < 0n || !equals(result, step.result)) throw illegal(state, step)
  const made: CountdownTerm = {
    value: result,
    expression: {
      kind: 'operation',
      operator: step.operator,
      left: state.left[i]!.expression,
      right: state.left[j]!.expression,
    },
  }
  const left = withResult(state.left, i, j, made, (term) => term.value)
  if (left.length !== step.left.length || left.some((term, index) => !equals(term.value, step.left[index]!))) {
    throw illegal(state, step)
  }
  return { target: state.target, left, steps: [...state.steps, step] }
}

/** `held`, ascending, without places `i` and `j` and with `made` put in after its equals. */
export function withResult<T>(
  held: readonly T[],
  i: number,
  j: number,
  made: T,
  valueOf: (item: T) => Rational,
): readonly T[] {
  const left: T[] = []
  let placed = false
  for (let k = 0; k < held.length; k++) {
    if (k === i || k === j) continue
    if (!placed && compare(valueOf(held[k]!), valueOf(made)) > 0) {
      left.push(made)
      placed = true
    }
    left.push(held[k]!)
  }
  if (!placed) left.push(made)
  return left
}

/** The expression of the one number left, with only the parentheses needed; `null` before the end, whatever its value. */
export function terminalExpression(state: CountdownState): string | null {
  return state.left.length === 1 ? formatExpression(state.left[0]!.expression) : null
}

function illegal(state: CountdownState, step: CountdownStep): TaskError {
  return new TaskError('ILLEGAL_STEP', 'Not a step of this state', {
    got: `${format(step.a)} ${step.operator} ${format(step.b)} = ${format(step.result)}`,
    expected: `a legal step from ${state.left.map((term) => format(term.value)).join(' ')}`,
    where: `step ${state.steps.length + 1}`,
  })
}
