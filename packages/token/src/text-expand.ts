import { expandWith, type ExpandFn } from '@espalier/core'
import { stepGenerator } from './step-generator.ts'
import type { StepModel, ValueModel } from './step-model.ts'
import type { TextTask } from './text-task.ts'
import { valueEvaluator } from './value-evaluator.ts'

/** Expands states of a text task with models behind providers: one that writes steps, and one that judges states. */
export function textExpand<Problem, State, Step>(
  models: { readonly steps: StepModel; readonly values: ValueModel },
  task: TextTask<Problem, State, Step>,
): ExpandFn<State, Step> {
  const { backend } = task
  const prompt = (state: State): string => task.prompt(state)
  return expandWith({
    evaluate: valueEvaluator({ model: models.values, prompt, backend }),
    generate: stepGenerator({
      model: models.steps,
      prompt,
      parse: (state, text) => task.parse(state, text),
      key: (step) => task.key(step),
    }),
  })
}
