import { checkNumber, NO_USAGE, type EvaluateFn, type Evaluation, type ExpandContext } from '@espalier/core'

/** What a program says of an answer or a state. */
export interface Check extends Omit<Evaluation, 'value'> {
  /** In [0, 1]: 1 for right, or the share of what is asked that holds. Null: the program cannot say. */
  readonly value: number | null
}

/** Checks an answer. `@espalier/tasks/verify` makes such of equality, schemas, patterns and tests. */
export type CheckFn = (answer: string) => Check | Promise<Check>

/** Checks a state, as far as a program can. */
export type VerifyFn<State> = (state: State, context: ExpandContext) => Promise<Check>

/** A check of the answer that a state holds. Of a state without one it cannot say anything. */
export function checkedAnswer<State>(check: CheckFn, answerOf: (state: State) => string | null): VerifyFn<State> {
  return async (state) => {
    const answer = answerOf(state)
    return answer === null ? { value: null } : check(answer)
  }
}

/** A verifier as an evaluator of its own: states that it cannot judge are worth `otherwise`, in [0, 1]. Default 0.5. */
export function verifierEvaluator<State>(verify: VerifyFn<State>, otherwise = 0.5): EvaluateFn<State> {
  checkNumber('verifierEvaluator.otherwise', otherwise, { min: 0, max: 1 })
  return async (state, context) => {
    const { value, usage = NO_USAGE, ...rest } = await verify(state, context)
    return { ...rest, value: value ?? otherwise, usage }
  }
}
