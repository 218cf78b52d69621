import { expect, it } from 'vitest'
import { letters } from '../../test/letters.ts'
import { createPreset } from '../presets/registry.ts'
import { createSearch } from '../search/search.ts'
import { Flag, ROOT } from '../tree/tree.ts'

/** A search over letters whose values are in a table; steps of the root and of every other node with their priors. */
function grow(params: Readonly<Record<string, number>>, simulations: number, priors = [0.4, 0.3, 0.2, 0.1]) {
  const alphabet = 'abcd'
  const values: Readonly<Record<string, number>> = { '': 0.5, a: 0.1, b: 0.9, c: 0.5, d: 0.4 }
  const search = createSearch({
    problem: { alphabet, length: Number.POSITIVE_INFINITY },
    describe: () => ({ problem: null, label: 'word' }),
    backend: letters(Number.POSITIVE_INFINITY),
    algorithm: createPreset('gumbel', { gumbelScale: 0, expandAfter: 0, rootChildren: 4, ...params }),
  })
  const visited: string[] = []
  for (let i = 0; i <= simulations; i++) {
    const trial = search.ask()!
    visited.push(trial.state)
    const proposals = [...alphabet].slice(0, trial.want).map((step, k) => ({ step, prior: priors[k]! }))
    search.tell(trial.id, { value: values[trial.state.slice(0, 1)]!, proposals, exhausted: true })
  }
  return { search, visited: visited.slice(1) }
}

it('visits the children of the highest prior first and goes on with the better half', () => {
  const { visited } = grow({ simulations: 8, maxConsidered: 4 }, 8)
  // Four first visits in order of priors (sigma(q) is the same for all without visits); then b, worth most, and c beside it.
  expect(new Set(visited.slice(0, 4).map((state) => state[0]))).toEqual(new Set(['a', 'b', 'c', 'd']))
  const counts = (letter: string): number => visited.filter((state) => state.startsWith(letter)).length
  expect([counts('a'), counts('b'), counts('c'), counts('d')]).toEqual([1, 3, 3, 1])
})

it('considers no more children than it may', () => {
  const { search, visited } = grow({ simulations: 8, maxConsidered: 2 }, 8)
  expect(new Set(visited.map((state) => state[0]))).toEqual(new Set(['a', 'b']))
  expect(search.fold.tree.label(search.fold.tree.firstChild(ROOT))).toBe('a')
})

it('recommends among the most visited the one of the highest score', () => {
  const { search } = grow({ simulations: 8, maxConsidered: 4 }, 8)
  const { tree } = search.fold
  let node = search.recommend()
  while (tree.parent(node) !== ROOT) node = tree.parent(node)
  expect(tree.label(node)).toBe('b')
})

it('goes to the least visited child where the plan cannot be met', () => {
  const { search } = grow({ simulations: 100, maxConsidered: 4 }, 4)
  search.steer('tester', { type: 'avoid', node: 2 })
  for (let i = 0; i < 3; i++) {
    const { node } = search.ask()!
    expect(search.fold.tree.has(node, Flag.closed)).toBe(false)
  }
})

it('draws its noise once and by the seed', () => {
  const first = grow({ simulations: 8, gumbelScale: 3 }, 8)
  expect(grow({ simulations: 8, gumbelScale: 3 }, 8).visited).toEqual(first.visited)
})
