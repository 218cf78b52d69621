import { checkNumber, type StateBackend } from '@espalier/core'
import { markedAnswer, type TextState } from './text-state.ts'

export interface TextBackendOptions {
  /**
   * What a step is. `steps`: one more of a line, which ends with the answer. `drafts`: a whole answer in place of the one before, so that
   * every state but the root holds one and can still be refined. `pieces`: the next characters of one text, cut anywhere (`entropySteps`), whose
   * answer stands on a line that has ended. Default `steps`.
   */
  readonly of?: 'steps' | 'drafts' | 'pieces'
  /** Steps, drafts or pieces of a line at most. Default 16. */
  readonly maxSteps?: number
  /** The answer that a step, or what there is of a text in pieces, states; null for none. Default: {@link markedAnswer}, and for drafts without a mark all of the draft. */
  readonly answerIn?: (text: string) => string | null
}

/** Problems in words as a tree of text. */
export function textBackend(options: TextBackendOptions = {}): StateBackend<string, TextState, string> {
  const { of = 'steps' } = options
  const maxSteps = checkNumber('textBackend.maxSteps', options.maxSteps ?? 16, { min: 1, max: 1000, integer: true })
  const answerIn = options.answerIn ?? (of === 'drafts' ? (text: string) => markedAnswer(text) ?? text : markedAnswer)
  const told = ({ steps }: TextState): string => (of === 'pieces' ? wholeLines(steps.join('')) : (steps.at(-1) ?? ''))
  const answer = (state: TextState): string | null => (state.steps.length === 0 ? null : answerIn(told(state)))
  return {
    name: `text-${of}`,
    root: (question) => ({ question, steps: [] }),
    extend: ({ question, steps }, step) => ({ question, steps: [...steps, step] }),
    isTerminal: (state) => state.steps.length >= maxSteps || (of !== 'drafts' && answer(state) !== null),
    answer,
    label: (step) => step,
  }
}

const wholeLines = (text: string): string => text.slice(0, text.lastIndexOf('\n') + 1)
