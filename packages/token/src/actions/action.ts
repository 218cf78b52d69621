/**
 * rStar's five kinds of step (Qi 2024, arXiv 2408.06195, §3.2; A1 to A5 in this order): one more thought, all the remaining ones, the next
 * sub-question with its answer, the answer to the last sub-question anew, and the problem in other words.
 */
export const ACTIONS = ['thought', 'rest', 'sub-question', 're-answer', 'rephrase'] as const

export type Action = (typeof ACTIONS)[number]

export interface ActedStep {
  readonly action: Action
  readonly text: string
}

/** A line of reasoning whose steps are of five kinds. */
export interface ActedState {
  readonly question: string
  readonly steps: readonly ActedStep[]
}

/** What may follow on a step of each kind. */
const AFTER: Readonly<Record<Action, readonly Action[]>> = {
  thought: ['thought', 'rest'],
  rest: [],
  'sub-question': ['thought', 'rest', 'sub-question', 're-answer'],
  're-answer': ['thought', 'rest', 'sub-question'],
  rephrase: ['thought', 'rest', 'sub-question'],
}
const AT_ROOT: readonly Action[] = ['thought', 'rest', 'sub-question', 'rephrase']

/**
 * The actions that may be taken next. The paper orders two of them: a sub-question is answered again only right after it, and the problem is
 * rephrased only at the root. Its code adds that nothing follows on the remaining steps, and that after one thought it goes on with thoughts alone.
 */
export function legalActions({ steps }: ActedState): readonly Action[] {
  const last = steps.at(-1)
  return last === undefined ? AT_ROOT : AFTER[last.action]
}

/** The step as a label: its action, a colon, its text. */
export const formatActedStep = ({ action, text }: ActedStep): string => `${action}: ${text}`

/** Reads a label back; null for any other text. */
export function parseActedStep(label: string): ActedStep | null {
  const action = ACTIONS.find((name) => label.startsWith(`${name}: `))
  return action === undefined ? null : { action, text: label.slice(action.length + 2) }
}
