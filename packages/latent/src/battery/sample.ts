import type { ProsqaModel } from '@espalier/models'
import { answerOpened, type ThoughtAnswer } from '../prosqa/answer-after.ts'
import { openPrompts, type OpenedPrompts } from '../prosqa/opened-prompts.ts'
import type { ChangeThought } from '../prosqa/run-of-thought.ts'
import type { ExpectedPrompt } from './result.ts'

/** Questions that were read once, the answers expected, and the run that all others are compared with. */
export interface Sample {
  readonly model: ProsqaModel
  readonly opened: OpenedPrompts
  readonly expected: readonly (0 | 1)[]
  /** Thoughts of a run. */
  readonly thoughts: number
  /** Thoughts and answers of the model left alone. */
  readonly intact: readonly ThoughtAnswer[]
  run(thoughts: number, change?: ChangeThought): readonly ThoughtAnswer[]
  close(): void
}

export function openSample(model: ProsqaModel, asked: readonly ExpectedPrompt[], thoughts: number): Sample {
  const opened = openPrompts(
    model,
    asked.map(({ prompt }) => prompt),
  )
  const run = (count: number, change?: ChangeThought): readonly ThoughtAnswer[] =>
    answerOpened(model, opened, { thoughts: count, ...(change === undefined ? {} : { change }) })
  const expected = asked.map((one) => one.expected)
  return { model, opened, expected, thoughts, intact: run(thoughts), run, close: () => opened.close() }
}

/** Which answers are as expected. */
export function rightOf(
  { expected }: Pick<Sample, 'expected'>,
  answers: readonly { readonly option: 0 | 1 }[],
): readonly boolean[] {
  return answers.map(({ option }, i) => option === expected[i])
}
