import {
  childrenOf,
  createHiddenTree,
  generateGraphs,
  generateSeating,
  graphBackend,
  type GraphState,
  graphStep,
  hiddenTreeBackend,
  seatingBackend,
} from '@espalier/tasks'
import { describeBackend } from '../src/describe-backend.ts'
import { bagToy } from '../src/toys/bag.ts'
import { digitSum } from '../src/toys/digit-sum.ts'
import { hashTree } from '../src/toys/hash-tree.ts'
import type { Toy } from '../src/toys/toy.ts'
import { vectorTree } from '../src/toys/vector-tree.ts'

function describeToy<Problem, State, Step>(toy: Toy<Problem, State, Step>): void {
  const { backend, problem } = toy
  describeBackend(toy.name, {
    backend,
    problems: [problem],
    steps: (state) => toy.steps(state).map(({ step }) => step),
  })
}

describeToy(hashTree({ branching: 3, depth: 4, root: 1 }))
describeToy(vectorTree({ branching: 3, depth: 4, root: 1 }))
describeToy(bagToy({ length: 3, letters: 3, secret: 1 }))
describeToy(digitSum({ length: 4, digits: 3, secret: 1 }))

describeBackend('hidden-tree', {
  backend: hiddenTreeBackend(),
  problems: [createHiddenTree('noisy', 1), createHiddenTree('easy', 2, { branching: 2, depth: 4 })],
  steps: ({ tree, path }) => (path.length === tree.depth ? [] : Array.from({ length: tree.branching }, (_, i) => i)),
  illegal: ({ tree, path }) => (path.length === tree.depth ? [0] : [-1, tree.branching, 0.5]),
})

describeBackend('seating', {
  backend: seatingBackend(),
  problems: [...generateSeating(3, 2, 1), ...generateSeating(4, 2, 1)],
  steps: ({ puzzle, row }) => [...puzzle.people.keys()].filter((person) => !row.includes(person)),
  illegal: ({ puzzle, row }) => [-1, puzzle.people.length, 0.5, ...row],
})

for (const masked of [false, true]) {
  const backend = graphBackend({ masked, maxSteps: 6 })
  const next = ({ question, path }: GraphState): readonly number[] =>
    masked ? childrenOf(question)[path.at(-1)!]! : [...question.symbols.keys()]
  describeBackend(backend.name, {
    backend,
    problems: [...generateGraphs('tiny', 3, 1), ...generateGraphs('official', 2, 1)].map(({ question }) => question),
    steps: (state) => (backend.isTerminal(state) ? [] : next(state).map((to) => graphStep(state, to))),
    illegal: (state) => [
      { ...graphStep(state, 0), from: -1 },
      { ...graphStep(state, 0), to: state.question.symbols.length },
      { ...graphStep(state, 0), statement: 'Tom is a Tom.' },
      ...(masked ? [graphStep(state, state.question.root)] : []),
    ],
    maxDepth: 6,
  })
}
