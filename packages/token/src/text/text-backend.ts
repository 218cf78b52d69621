import { checkNumber, type StateBackend } from '@espalier/core'
import { markedAnswer, type TextState } from './text-state.ts'

export interface TextBackendOptions {
  /**
   * What a step is. `steps`: one more of a line, which ends with the answer. `drafts`: a whole answer in place of the one before, so that
   * every state but the root holds one and can still be refined. Default `steps`.
   */
  readonly of?: 'steps' | 'drafts'
  /** Steps, or drafts, of a line at most. Default 16. */
  readonly maxSteps?: number
  /** The answer that a step states; null for none. Default: {@link markedAnswer}, and for drafts without a mark all of the draft. */
  readonly answerIn?: (text: string) => string | null
}

/** Problems in words as a tree of text. */
export function textBackend(options: TextBackendOptions = {}): StateBackend<string, TextState, string> {
  const { of = 'steps' } = options
  const maxSteps = checkNumber('textBackend.maxSteps', options.maxSteps ?? 16, { min: 1, max: 1000, integer: true })
  const answerIn = options.answerIn ?? (of === 'drafts' ? (text: string) => markedAnswer(text) ?? text : markedAnswer)
  const answer = ({ steps }: TextState): string | null => (steps.length === 0 ? null : answerIn(steps.at(-1)!))
  return {
    name: `text-${of}`,
    root: (question) => ({ question, steps: [] }),
    extend: ({ question, steps }, step) => ({ question, steps: [...steps, step] }),
    isTerminal: (state) => state.steps.length >= maxSteps || (of === 'steps' && answer(state) !== null),
    answer,
    label: (step) => step,
  }
}
