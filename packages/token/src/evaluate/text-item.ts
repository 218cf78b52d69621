import type { TextState } from '../text/text-state.ts'
import type { JudgedItem } from './judge.ts'

/** A line of reasoning as something to judge: the steps so far, numbered. */
export function stepsItem({ question, steps }: TextState): JudgedItem {
  return { question, candidate: steps.map((step, i) => `${i + 1}. ${step}`).join('\n') }
}

/** The answer given last, for lines of drafts. */
export function draftItem({ question, steps }: TextState): JudgedItem {
  return { question, candidate: steps.at(-1) ?? '' }
}
