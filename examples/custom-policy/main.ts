// Claim: an algorithm is a few functions. Here: epsilon-greedy selection, written from scratch, over the legal steps of Game of 24.
import { anyOf, bestAnswer, descend, fixedWidth, maxTrials, NONE, runSearchSync, untilValue } from '@espalier/core'
import type { Draw, PickChildFn, Preset, SelectFn } from '@espalier/core'
import { countdownBackend, createPuzzle, legalMoves } from '@espalier/tasks'

function epsilonGreedy(epsilon: number): Preset {
  const widen = fixedWidth(64)
  const pick = (draw: Draw): PickChildFn => {
    return (tree, node, skip) => {
      const open: number[] = []
      for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
        if (!tree.isClosed(child) && skip?.has(child) !== true) open.push(child)
      }
      if (open.length === 0) return NONE
      if (draw() < epsilon) return open[Math.floor(draw() * open.length)]!
      return open.reduce((best, child) => ((tree.q(child) || 0.5) > (tree.q(best) || 0.5) ? child : best))
    }
  }
  const select: SelectFn = (tree, context) => descend(pick(context.draw), widen)(tree, context)
  return { name: 'epsilon-greedy', params: { epsilon }, start: () => ({ select, widen, recommend: bestAnswer }) }
}

const backend = countdownBackend()
const { answer, trials } = runSearchSync({
  problem: createPuzzle([4, 9, 10, 13]),
  describe: ({ numbers, target }) => ({ problem: { numbers: [...numbers], target }, label: numbers.join(' ') }),
  backend,
  algorithm: epsilonGreedy(0.2),
  seed: 1,
  stop: anyOf(untilValue(1), maxTrials(5000)),
  // Without a model: all legal steps are equally likely, and only a finished line has a value of its own.
  expand: ({ state, want, evaluate }) => ({
    value: evaluate ? (backend.isTerminal(state) ? Number(backend.answer(state) !== null) : 0.5) : null,
    proposals: want > 0 ? legalMoves(state).map((step) => ({ step, prior: 1 })) : [],
  }),
})
console.log(answer === null ? `no answer in ${trials} trials` : `${answer} = 24 after ${trials} trials`)
