import { UNSTEERED } from '../events/steering.ts'
import { expect, it } from 'vitest'
import { answerTrial, lettersSearch } from '../../test/letters.ts'
import { createFold, foldEvents } from '../events/fold.ts'
import { createPreset } from '../presets/registry.ts'
import { keyedDraw } from '../random.ts'
import { Flag, NONE, ROOT, Tree, type NodeId } from '../tree/tree.ts'
import { explorationFormula, explorationTerms, type ExploredFold } from './exploration-of.ts'
import { byParentAndSiblings } from './q-transform.ts'
import { Siblings } from './siblings.ts'

const [A, B, C, D] = [1, 2, 3, 4]

/** Root with 10 visits; A of 3 visits and prior 1/2, B of 6 and 1/4, C of none and 1/4; D is closed. */
function example(name: string, params: Readonly<Record<string, number>> = {}): ExploredFold {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  for (const prior of [0.5, 0.25, 0.25, 0]) tree.add(ROOT, prior, '', 0)
  for (let i = 0; i < 3; i++) tree.backup(A, 0.6)
  for (let i = 0; i < 6; i++) tree.backup(B, 0.4)
  tree.backup(ROOT, 0.5)
  tree.close(D, false)
  const start = { seq: 0, type: 'search-start', version: 1, search: '', seed: 1, problem: null, label: '' } as const
  return { tree, steering: UNSTEERED, start: { ...start, policy: { name, params } } }
}

it('gives the terms as worked out by hand', () => {
  // c(s) sqrt(N) = 3.954616 at c = 1.25: A 3.954616 / 2 / 4, B 3.954616 / 4 / 7, C 3.954616 / 4.
  for (const name of ['mcts', 'alphazero', 'muzero']) {
    const terms = explorationTerms(example(name, { c: 1.25 }), ROOT)
    expect([...terms.keys()]).toEqual([A, B, C])
    expect(terms.get(A)).toBeCloseTo(0.494327, 6)
    expect(terms.get(B)).toBeCloseTo(0.141236, 6)
    expect(terms.get(C)).toBeCloseTo(0.988654, 6)
  }
  // sqrt(2 ln 10 / 3) and sqrt(2 ln 10 / 6); C has no visits and comes first.
  const terms = explorationTerms(example('uct'), ROOT)
  expect([...terms.keys()]).toEqual([A, B])
  expect(terms.get(A)).toBeCloseTo(1.238974, 6)
  expect(terms.get(B)).toBeCloseTo(0.876087, 6)
})

it('has none for algorithms without such a term, before the first event, and of nodes that are not there', () => {
  for (const name of ['beam', 'best-of-n', 'gumbel', 'ab-mcts', 'one of tomorrow']) {
    expect(explorationFormula(name)).toBeNull()
    expect(explorationTerms(example(name), ROOT).size).toBe(0)
  }
  expect(explorationFormula('mcts')).toMatchObject({ source: expect.stringContaining('Silver 2017') })
  expect(explorationTerms(createFold(), ROOT).size).toBe(0)
  expect(explorationTerms(example('mcts'), 99).size).toBe(0)
})

/** What each policy adds the term to. */
const VALUES: Readonly<Record<string, (tree: Tree, parent: NodeId) => (child: NodeId) => number>> = {
  mcts: (tree, parent) => (child) => (tree.visits(child) === 0 ? Math.max(0, tree.q(parent)) : tree.q(child)),
  uct: (tree) => (child) => tree.q(child),
  alphazero: (tree) => (child) => (tree.visits(child) === 0 ? 0 : tree.q(child)),
  muzero: (tree, parent) => {
    const siblings = new Siblings().read(tree, parent)
    byParentAndSiblings(tree, siblings)
    return (child) => siblings.score[siblings.node.indexOf(child)]!
  },
}

/** Where value and term together would lead from a node: to the highest sum, the older child at ties; untried children first in UCT. */
function choiceAt(name: string, fold: ExploredFold, parent: NodeId): NodeId {
  const tree = fold.tree as Tree
  const valueOf = VALUES[name]!(tree, parent)
  const terms = explorationTerms(fold, parent)
  let best: NodeId = NONE
  let bestScore = Number.NEGATIVE_INFINITY
  for (let x = tree.firstChild(parent); x !== NONE; x = tree.nextSibling(x)) {
    if (tree.has(x, Flag.closed)) continue
    const isUntried = name === 'uct' && tree.visits(x) + tree.pending(x) === 0
    const score = isUntried ? 1e9 + tree.prior(x) : valueOf(x) + terms.get(x)!
    if (score > bestScore) {
      best = x
      bestScore = score
    }
  }
  return best
}

it.each([
  ['mcts', { c: 0.6 }],
  ['uct', { c: 0.7 }],
  ['alphazero', { c: 0.9 }],
  ['alphazero', { c: 0.9, noiseFraction: 0.4 }],
  ['muzero', { c: 1.25 }],
])('%s %o goes where its terms lead, at every step of a whole search', (name, options) => {
  const search = lettersSearch(createPreset(name, options), { seed: 5, problem: { alphabet: 'abcdef', length: 40 } })
  const worth = (word: string): number => keyedDraw(word.length, word.charCodeAt(word.length - 1), 7)
  let steps = 0
  for (let i = 0; i < 400; i++) {
    // The page has the fold of a log: what it works out from that is held against what the search itself does next.
    const fold = search.fold
    const choices = Array.from({ length: fold.tree.size }, (_, node) => choiceAt(name, fold, node))
    const trial = search.ask()!
    for (let x = trial.node; x !== ROOT; x = fold.tree.parent(x)) {
      expect(choices[fold.tree.parent(x)]).toBe(x)
      steps++
    }
    search.tell(trial.id, answerTrial(trial, 'abcdef', worth))
  }
  expect(steps).toBeGreaterThan(400)
  const again = foldEvents(search.drain())
  expect(explorationTerms(again, ROOT)).toEqual(explorationTerms(search.fold, ROOT))
})
