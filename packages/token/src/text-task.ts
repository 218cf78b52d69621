import { addUsage, expandWith, NO_USAGE, type ExpandFn, type StateBackend } from '@espalier/core'
import type { EmbeddedStepModel } from './embedded/embedded-step-model.ts'
import { stepGenerator, type ParsedStep } from './step-generator.ts'
import { valueEvaluator } from './value-evaluator.ts'

/** A task whose states are read and whose steps are written as text. */
export interface TextTask<Problem, State, Step> {
  readonly backend: StateBackend<Problem, State, Step>
  /** The text that a model reads at a state. */
  prompt(state: State): string
  parse(state: State, text: string): ParsedStep<Step>
  /** Two steps with the same key lead to the same state. */
  key(step: Step): string
}

/**
 * Expands states of a text task with the embedded model: its value, and its next steps with their probabilities as priors. The
 * states that the new steps lead to are read at once, in one batch, so that judging them costs no further call.
 */
export function embeddedExpand<Problem, State, Step>(
  model: EmbeddedStepModel,
  task: TextTask<Problem, State, Step>,
): ExpandFn<State, Step> {
  const { backend } = task
  const prompt = (state: State): string => task.prompt(state)
  const generate = stepGenerator<State, Step>({
    model,
    prompt,
    parse: (state, text) => task.parse(state, text),
    key: (step) => task.key(step),
  })
  const evaluate = valueEvaluator({ model, prompt, backend })
  return expandWith({
    evaluate,
    generate: async (trial, evaluation, context) => {
      const generation = await generate(trial, evaluation, context)
      const next = generation.proposals
        .map(({ step }) => backend.extend(trial.state, step))
        .filter((state) => !backend.isTerminal(state))
      const read = model.readAhead(next.map(prompt))
      return { ...generation, usage: addUsage(generation.usage ?? NO_USAGE, read) }
    },
  })
}
