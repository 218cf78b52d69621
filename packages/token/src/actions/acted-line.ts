import { Flag, pathLabels, type NodeId, type StateBackend, type TreeView } from '@espalier/core'
import { parseActedStep, type ActedState, type ActedStep } from './action.ts'
import type { FinishedLine } from './mutual-consistency.ts'

type ActionBackend = StateBackend<string, ActedState, ActedStep>

/** A state of rStar's actions as a line for a second model to complete; null without an answer. */
export function actedLine(backend: Pick<ActionBackend, 'answer'>, state: ActedState): FinishedLine | null {
  const answer = backend.answer(state)
  if (answer === null) return null
  return { question: state.question, text: state.steps.map(({ text }) => text).join('\n'), answer }
}

/** The same of a node of a search, whose states are read back from labels; null also where somebody has put in a step of no known action. */
export function actedLineAt(
  backend: ActionBackend,
  tree: TreeView,
  question: string,
): (node: NodeId) => FinishedLine | null {
  return (node) => {
    if (!tree.has(node, Flag.answer)) return null
    const steps = pathLabels(tree, node).map(parseActedStep)
    if (steps.includes(null)) return null
    return actedLine(backend, { question, steps: steps.filter((step) => step !== null) })
  }
}
