import { drawsOf, expandWith, type Draw, type Generation, type Trial } from '@espalier/core'
import { graphThoughts, placeStep, thoughtBackend, type PlacedStep, type ThoughtState } from '@espalier/latent'
import type { GraphQuestion } from '@espalier/tasks'

type State = ThoughtState<GraphQuestion>

const task = graphThoughts()
const backend = thoughtBackend(task)

/**
 * Every node of the question next, in words and with the same prior, whether the question says so or not; 1/2 for every unfinished path. Nodes
 * come in an order drawn by the trial, as a search that takes the first few should not always take the same.
 */
export const uniformNodes = expandWith<State, PlacedStep>({
  evaluate: (state) => {
    const value = backend.isTerminal(state) ? Number(backend.answer(state) !== null) : 0.5
    return Promise.resolve({ value })
  },
  generate: (trial) => Promise.resolve(trial.proposals === 'independent' ? sample(trial) : nextNodes(trial)),
})

function sample(trial: Trial<State>): Generation<PlacedStep> {
  const nodes = task.symbols(trial.state.problem)
  const draw = drawsOf(trial.seed, trial.id)
  return {
    proposals: Array.from({ length: trial.want }, () => propose(trial.state, Math.floor(draw() * nodes), nodes)),
  }
}

function nextNodes({ state, seed, id, existing, want }: Trial<State>): Generation<PlacedStep> {
  const nodes = task.symbols(state.problem)
  const had = new Set(existing)
  const fresh = shuffled(nodes, drawsOf(seed, id))
    .map((node) => propose(state, node, nodes))
    .filter(({ step }) => !had.has(step.label))
  return { proposals: fresh.slice(0, want), ...(fresh.length <= want ? { exhausted: true } : {}) }
}

function propose(state: State, symbol: number, nodes: number) {
  return { step: placeStep(task, state, { operator: 'word', symbol }), prior: 1 / nodes }
}

function shuffled(count: number, draw: Draw): readonly number[] {
  return Array.from({ length: count }, (_, node) => ({ node, at: draw() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ node }) => node)
}
