import { graphThoughts, placeStep, thoughtBackend, type ThoughtState, type ThoughtStep } from '@espalier/latent'
import {
  childrenOf,
  distancesFrom,
  formatQuestion,
  formatStatement,
  heldOutGraphs,
  seededDraw,
  type GraphQuestion,
  type GraphRecord,
} from '@espalier/tasks'
import type { CalibrationItem } from './item.ts'

/** Walks from the root of each question. */
const WALKS = 4

export const GRAPH_RUBRIC =
  'The candidate is the beginning of a chain of statements. Does the concept that it has come to lead on to the right answer of the question?'

/** How a walk goes on to a node: in words, or by a thought that leans towards it. */
export type GraphWalk = 'word' | 'steer'

/**
 * Nodes on the way through held-out graph questions, that no model was trained on: those that random statements lead to, the concepts asked about left
 * out, each once a question. The checker looks whether the right concept can still be reached.
 */
export function graphStates(request: {
  readonly count: number
  readonly seed: number
  readonly by: GraphWalk
}): readonly CalibrationItem[] {
  const draw = seededDraw(request.seed)
  return heldOutGraphs('official', request.count).flatMap((record, i) => statesOf(record, String(i), request.by, draw))
}

const task = graphThoughts()
const backend = thoughtBackend(task)

function statesOf(record: GraphRecord, group: string, by: GraphWalk, draw: () => number): readonly CalibrationItem[] {
  const { question, target } = record
  const children = childrenOf(question)
  const states = new Map<number, ThoughtState<GraphQuestion>>()
  for (let walk = 0; walk < WALKS; walk++) {
    let state = backend.root(question)
    for (let next = children[question.root]!; next.length > 0; next = children[state.line.at(-1)!]!) {
      const symbol = next[Math.floor(draw() * next.length)]!
      const step: ThoughtStep =
        by === 'word' ? { operator: 'word', symbol } : { operator: 'steer', symbol, strength: 0.5 }
      state = backend.extend(state, placeStep(task, state, step))
      if (backend.isTerminal(state)) break
      if (!states.has(symbol)) states.set(symbol, state)
    }
  }
  return [...states].map(([node, state]) => ({
    question: formatQuestion(question),
    candidate: state.line
      .slice(1)
      .map((to, k) => formatStatement(question, state.line[k]!, to))
      .join('\n'),
    label: distancesFrom(children, node)[target] !== -1,
    group,
    state,
  }))
}
