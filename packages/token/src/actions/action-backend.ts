import { checkNumber, type StateBackend } from '@espalier/core'
import { markedAnswer } from '../text/text-state.ts'
import { formatActedStep, type ActedState, type ActedStep } from './action.ts'

export interface ActionBackendOptions {
  /** Steps of a line at most. Default 5, rStar's depth (Qi 2024, §4.1). */
  readonly maxSteps?: number
  /** The answer that a step states; null for none. Default: {@link markedAnswer}. */
  readonly answerIn?: (text: string) => string | null
}

/** Problems in words as a tree of rStar's actions. A line ends with an answer, after the remaining steps, or at its greatest length. */
export function actionBackend(options: ActionBackendOptions = {}): StateBackend<string, ActedState, ActedStep> {
  const { answerIn = markedAnswer } = options
  const maxSteps = checkNumber('actionBackend.maxSteps', options.maxSteps ?? 5, { min: 1, max: 1000, integer: true })
  /** A problem in other words states no answer, whatever stands in it. */
  const answer = ({ steps }: ActedState): string | null => {
    const last = steps.at(-1)
    return last === undefined || last.action === 'rephrase' ? null : answerIn(last.text)
  }
  return {
    name: 'text-actions',
    root: (question) => ({ question, steps: [] }),
    extend: ({ question, steps }, step) => ({ question, steps: [...steps, step] }),
    isTerminal: (state) =>
      state.steps.length >= maxSteps || state.steps.at(-1)?.action === 'rest' || answer(state) !== null,
    answer,
    label: formatActedStep,
  }
}
