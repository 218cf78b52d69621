import { NO_USAGE, type EvaluateFn, type StateBackend } from '@espalier/core'
import type { ValueModel } from './step-model.ts'

export interface ValueEvaluatorOptions<Problem, State, Step> {
  readonly model: ValueModel
  readonly prompt: (state: State) => string
  /** Judges finished states: 1 with an answer, 0 without. It sees the problem only. */
  readonly backend: StateBackend<Problem, State, Step>
}

/** A model's value of a state, in [0, 1]; a finished state is worth exactly 1 or 0, and costs no call. */
export function valueEvaluator<Problem, State, Step>(
  options: ValueEvaluatorOptions<Problem, State, Step>,
): EvaluateFn<State> {
  const { model, prompt, backend } = options
  return async (state, context) => {
    if (backend.isTerminal(state)) return { value: backend.answer(state) === null ? 0 : 1, usage: NO_USAGE }
    const { values, usage } = await model.value([prompt(state)], context)
    return { value: values[0]!, usage }
  }
}
