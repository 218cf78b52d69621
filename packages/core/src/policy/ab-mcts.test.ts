import { expect, it } from 'vitest'
import { letters } from '../../test/letters.ts'
import { createPreset } from '../presets/registry.ts'
import { createSearch } from '../search/search.ts'
import { NONE, ROOT } from '../tree/tree.ts'

/** A search over words: a step adds a letter, and what a word is worth is given. */
function grow(
  name: string,
  params: Readonly<Record<string, number>>,
  worth: (word: string) => number,
  trials: number,
  seed = 1,
) {
  const search = createSearch({
    problem: { alphabet: 'abcd', length: Number.POSITIVE_INFINITY },
    describe: () => ({ problem: null, label: 'word' }),
    backend: letters(Number.POSITIVE_INFINITY),
    algorithm: createPreset(name, params),
    seed,
  })
  for (let i = 0; i < trials; i++) {
    const trial = search.ask()!
    const proposals =
      trial.want === 0 ? [] : [{ step: String.fromCodePoint(97 + (trial.existing.length % 26)), prior: 1 }]
    search.tell(trial.id, { value: trial.evaluate ? worth(trial.state) : null, proposals })
  }
  return search
}

const deepest = (search: ReturnType<typeof grow>): number => {
  const { tree } = search.fold
  let depth = 0
  for (let node = 0; node < tree.size; node++) depth = Math.max(depth, tree.depth(node))
  return depth
}

for (const name of ['ab-mcts', 'ab-mcts-beta']) {
  it(`${name} goes deeper where refining pays and wider where it does not`, () => {
    const deep = grow(name, {}, (word) => 0.1 + Math.min(0.8, word.length * 0.1), 160)
    const wide = grow(name, {}, (word) => (word.length < 2 ? 0.8 : 0.05), 160)
    expect(deepest(deep)).toBeGreaterThan(deepest(wide))
    expect(wide.fold.tree.childCount(ROOT)).toBeGreaterThan(deep.fold.tree.childCount(ROOT))
  })

  it(`${name} evaluates a new child before anything else`, () => {
    const { tree } = grow(name, {}, () => 0.5, 61).fold
    for (let node = 0; node < tree.size; node++) expect(tree.visits(node)).toBeGreaterThan(0)
  })

  it(`${name} asks for several samples of a node at once only where they are independent`, () => {
    const inFlight = (independent: number): number => {
      const search = grow(name, { independent }, () => 0.5, 1)
      let count = 0
      while (count < 5 && search.ask() !== null) count++
      return count
    }
    expect(inFlight(0)).toBe(1)
    expect(inFlight(1)).toBe(5)
  })
}

it('is not drawn to a node by trials in flight there', () => {
  const search = grow('ab-mcts', { independent: 1 }, (word) => (word.startsWith('a') ? 0.9 : 0.3), 60)
  const nodes = new Set<number>()
  for (let i = 0; i < 24; i++) nodes.add(search.ask()!.node)
  expect(nodes.size).toBeGreaterThan(4)
  expect(nodes.has(NONE)).toBe(false)
})
