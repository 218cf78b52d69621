import { expect, it } from 'vitest'
import { lettersSearch, runLetters } from '../../test/letters.ts'
import { createSearch } from '../search/search.ts'
import { uctSearch } from '../presets/mcts.ts'
import { Flag, ROOT } from '../tree/tree.ts'

/** Words that begin and end with b are right, all others worth nothing. */
const right = (word: string): number => (word.length < 3 ? 0.5 : /^b.b$/.test(word) ? 1 : 0)

it('closes what is proven, up to the root, and ends there', () => {
  const search = lettersSearch(uctSearch({ children: 3, expandAfter: 0, provenAt: 1 }))
  const asked = runLetters(search, 'abc', right)
  const { tree, answer } = search.fold
  expect(answer?.value).toBe(1)
  expect(tree.has(ROOT, Flag.closed)).toBe(true)
  const closed = search.drain().filter((event) => event.type === 'node-close')
  expect(closed.filter(({ cause }) => cause === 'proven').length).toBeGreaterThan(1)
  expect(closed.at(-1)).toMatchObject({ node: ROOT, cause: 'proven' })
  const whole = runLetters(lettersSearch(uctSearch({ children: 3, expandAfter: 0 })), 'abc', right)
  expect(asked.length).toBeLessThan(0.7 * whole.length)
})

it('proves nothing from what was pruned', () => {
  const search = lettersSearch(uctSearch({ children: 3, expandAfter: 0, provenAt: 1 }))
  runLetters(search, 'abc', right, 5)
  search.steer('test', { type: 'avoid', node: 2 })
  runLetters(search, 'abc', right)
  expect(search.drain().some((event) => event.type === 'node-close' && event.cause === 'proven')).toBe(false)
})

/** Two players take turns at a heap of sticks, one or two at a time; who takes the last one wins. */
function nim(sticks: number) {
  const search = createSearch<number, number, number>({
    problem: sticks,
    backend: {
      name: 'nim',
      root: (left) => left,
      extend: (left, taken) => left - taken,
      isTerminal: (left) => left <= 0,
      answer: () => null,
      label: (taken) => `take ${taken}`,
    },
    algorithm: uctSearch({ children: 2, maxChildren: 2, expandAfter: 0, provenAt: 1 }),
    valueRange: { min: -1, max: 1 },
  })
  for (;;) {
    const trial = search.ask()
    if (trial === null) return search
    const left = trial.state
    search.tell(trial.id, {
      // As the player to move sees it: at 0 the other one has just won.
      value: left === 0 ? -1 : 0,
      proposals: [1, 2].filter((taken) => taken <= left).map((step) => ({ step, prior: 1 })),
      ...(trial.depth > 0 ? { discount: -1 } : {}),
      exhausted: true,
    })
  }
}

it('solves a game of two players', () => {
  for (const [sticks, winning] of [
    [5, 2],
    [7, 1],
    [8, 2],
    [10, 1],
  ] as const) {
    const search = nim(sticks)
    const closed = search.drain().filter((event) => event.type === 'node-close')
    expect(closed.at(-1)?.node).toBe(ROOT)
    if (sticks > 5) expect(closed.some(({ cause }) => cause === 'proven')).toBe(true)
    const { tree } = search.fold
    const best = tree.label(tree.firstChild(ROOT)) === `take ${winning}` ? 0 : 1
    const children = [tree.firstChild(ROOT), tree.nextSibling(tree.firstChild(ROOT))]
    expect(tree.has(children[best]!, Flag.closed)).toBe(true)
  }
  // A multiple of three is lost: everything is looked at, and nothing is proven to win.
  for (const sticks of [3, 6, 9])
    expect(
      nim(sticks)
        .drain()
        .findLast((event) => event.type === 'node-close'),
    ).toMatchObject({
      node: ROOT,
      cause: 'exhausted',
    })
})
