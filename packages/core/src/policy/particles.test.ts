import { expect, it } from 'vitest'
import { lettersSearch } from '../../test/letters.ts'
import { particles } from '../presets/particles.ts'
import { NONE, ROOT } from '../tree/tree.ts'

/** Runs to the end; letters are sampled in turn. Particles of each first letter after the first level was resampled. */
function run(params: Parameters<typeof particles>[0], value: (word: string) => number, seed: number) {
  const search = lettersSearch(particles(params), { seed, problem: { alphabet: 'ab', length: 2 } })
  let sampled = 0
  for (let trial = search.ask(); trial !== null; trial = search.ask()) {
    const proposals = Array.from({ length: trial.want }, () => ({ step: 'ab'[sampled++ % 2]!, prior: 0.5 }))
    search.tell(trial.id, { value: trial.evaluate ? value(trial.state) : null, proposals })
  }
  return search
}

it('sends as many particles on from a state as its share of the weights', () => {
  let fromA = 0
  let fromB = 0
  for (let seed = 0; seed < 200; seed++) {
    const { fold, state } = run({ n: 8 }, (word) => (word.startsWith('a') ? 0.75 : 0.25), seed)
    const { tree } = fold
    for (let child = tree.firstChild(ROOT); child !== NONE; child = tree.nextSibling(child)) {
      if (state(child) === 'a') fromA += tree.childCount(child)
      else fromB += tree.childCount(child)
    }
  }
  expect(fromA + fromB).toBe(1600)
  // Four of eight first samples are a's; their weight is three quarters.
  expect(fromA / 1600).toBeCloseTo(0.75, 1)
})

it('copies the best alone where the temperature is low', () => {
  const { fold, state } = run({ n: 8, temperature: 0.01 }, (word) => (word.startsWith('a') ? 0.75 : 0.25), 1)
  const { tree } = fold
  for (let child = tree.firstChild(ROOT); child !== NONE; child = tree.nextSibling(child))
    if (state(child) === 'b') expect(tree.childCount(child)).toBe(0)
})

it('starts another set when one is finished, as often as it may', () => {
  const trials = (rounds: number): number => run({ n: 4, rounds }, () => 0.5, 3).fold.tree.childCount(ROOT)
  expect([trials(1), trials(3)]).toEqual([4, 12])
})

it('goes on where the judge gives nothing to any', () => {
  expect(run({ n: 4 }, () => 0, 1).fold.answer).not.toBeNull()
})
