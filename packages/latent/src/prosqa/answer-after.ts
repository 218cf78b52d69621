import type { GraphPrompt, ProsqaModel } from '@espalier/models'
import { openPrompts, type OpenedPrompts } from './opened-prompts.ts'
import { askAnswers, think, type ChangeThought, type ThoughtChoice } from './run-of-thought.ts'

export interface AnswerAfterOptions {
  /** Thoughts before the question for the answer. Whole, at least 0. */
  readonly thoughts: number
  /** Replaces a thought before it is fed back, for tests of what thoughts carry. Default: it stays. */
  readonly change?: ChangeThought
}

export interface ThoughtAnswer extends ThoughtChoice {
  /** The thoughts as the model had them, before any change. `thoughts` of [dim] */
  readonly hidden: readonly Float32Array[]
}

/** Thinks in superposition, every thought fed back as it is, and then asks for the answer: COCONUT without search. */
export function answerAfter(
  model: ProsqaModel,
  prompts: readonly GraphPrompt[],
  options: AnswerAfterOptions,
): readonly ThoughtAnswer[] {
  const opened = openPrompts(model, prompts)
  try {
    return answerOpened(model, opened, options)
  } finally {
    opened.close()
  }
}

/** The same over prompts that were read before. */
export function answerOpened(
  model: ProsqaModel,
  opened: OpenedPrompts,
  { thoughts, change }: AnswerAfterOptions,
): readonly ThoughtAnswer[] {
  const run = think(model, opened, thoughts, change)
  try {
    const rows = run.inputs.map((input, i) => ({ input, cache: run.caches[i]! }))
    return askAnswers(model, opened.prompts, rows).map((choice, i) => ({ ...choice, hidden: run.hidden[i]! }))
  } finally {
    run.close()
  }
}
