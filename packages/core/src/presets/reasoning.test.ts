import { expect, it } from 'vitest'
import { lettersSearch, runLetters, type LettersOptions } from '../../test/letters.ts'
import { createSearch } from '../search/search.ts'
import type { StateBackend } from '../search/expansion.ts'
import { lats, rap, rStar, restMcts } from './reasoning.ts'
import { mctsr } from './refine.ts'

const two: LettersOptions = { problem: { alphabet: 'ab', length: 2 } }
const three: LettersOptions = { problem: { alphabet: 'ab', length: 3 } }

/** Words of b are best; nothing is known before the end. */
const atTheEnd = (word: string, length: number): number =>
  word.length < length ? 0.5 : [...word].filter((letter) => letter === 'b').length / length

it('rap goes on from a new node to the end of the line, and remembers the best line', () => {
  const search = lettersSearch(rap({ children: 2 }), three)
  const asked = runLetters(search, 'ab', (word) => atTheEnd(word, 3))
  // One simulation: down the first steps, whose priors are equal. The next one begins at the root's other child.
  expect(asked.slice(0, 4)).toEqual(['v+2:', 'v+2:a', 'v+2:aa', 'v:aaa'])
  expect(asked.slice(4, 7)).toEqual(['v+2:b', 'v+2:ba', 'v:baa'])
  expect(search.state(search.recommend())).toBe('bbb')
})

it('lats judges all children before it goes on along the best', () => {
  const value = (word: string): number => (word === 'b' ? 0.9 : atTheEnd(word, 2))
  expect(runLetters(lettersSearch(lats({ children: 2 }), two), 'ab', value).slice(0, 6)).toEqual([
    'v+2:',
    'v:a',
    'v:b',
    '+2:b',
    'v:ba',
    'v:bb',
  ])
})

it('rest-mcts stops a simulation after so many steps', () => {
  const four: LettersOptions = { problem: { alphabet: 'a', length: 9 } }
  const depths = (rollout: number): number[] =>
    runLetters(lettersSearch(restMcts({ children: 1, rollout }), four), 'a', () => 0.5, 6).map(
      (asked) => asked.split(':')[1]!.length,
    )
  expect(depths(1)).toEqual(depths(5))
  const wide: LettersOptions = { problem: { alphabet: 'ab', length: 9 } }
  const asked = runLetters(lettersSearch(restMcts({ children: 2, rollout: 2, c: 10 }), wide), 'ab', () => 0.5, 14)
  // A child is selected, and the simulation goes two steps on from it; then selection looks at the other one.
  expect(asked.filter((one) => one.startsWith('+2')).map((one) => one.split(':')[1])).toEqual(['a', 'aa', 'aaa', 'b'])
})

it('rstar judges ends of lines only, and answers what most of them agree on', () => {
  // Words are answers up to their order: `ab` and `ba` agree.
  const backend: StateBackend<null, string, string> = {
    name: 'sorted',
    root: () => '',
    extend: (state, step) => state + step,
    isTerminal: (state) => state.length === 2,
    answer: (state) => (state.length === 2 ? [...state].sort().join('') : null),
    label: (step) => step,
  }
  const search = createSearch({ problem: null, backend, algorithm: rStar({ children: 2 }) })
  const asked: string[] = []
  for (let trial = search.ask(); trial !== null; trial = search.ask()) {
    asked.push(`${trial.evaluate ? 'v' : ''}${trial.want > 0 ? `+${trial.want}` : ''}:${trial.state}`)
    search.tell(trial.id, {
      value: trial.evaluate ? (trial.state === 'bb' ? 0.9 : 0.6) : null,
      proposals: trial.want === 0 ? [] : ['a', 'b'].map((step) => ({ step, prior: 1, source: `action ${step}` })),
      ...(trial.want > 0 ? { exhausted: true } : {}),
    })
  }
  expect(asked.filter((one) => one.startsWith('v')).map((one) => one.slice(2))).toEqual(
    expect.arrayContaining(['aa', 'ab', 'ba', 'bb']),
  )
  expect(asked.filter((one) => one.includes('v')).every((one) => one.split(':')[1]!.length === 2)).toBe(true)
  expect(['ab', 'ba']).toContain(search.state(search.recommend()))
  expect(search.fold.answer?.value).toBe(Math.fround(0.9))
})

it('mctsr lets all answers compete, and is done with one that was improved on', () => {
  const drafts: StateBackend<null, number, number> = {
    name: 'drafts',
    root: () => 0,
    extend: (state, step) => state + step,
    isTerminal: () => false,
    answer: (state) => `draft ${state}`,
    label: (step) => `change ${step}`,
  }
  const search = createSearch({ problem: null, backend: drafts, algorithm: mctsr({ c: 0, children: 2 }) })
  const refined: number[] = []
  for (let i = 0; i < 9; i++) {
    const trial = search.ask()!
    if (trial.want > 0) refined.push(trial.state)
    search.tell(trial.id, {
      value: trial.evaluate ? Math.min(1, trial.state / 10) : null,
      proposals: trial.want > 0 ? [{ step: trial.existing.length === 0 ? 1 : 3, prior: 1 }] : [],
    })
  }
  // The first draft is refined to 1; half its value and half its best refinement's is .05, less than the refinement's .1, which is refined next.
  expect(refined.slice(0, 3)).toEqual([0, 1, 2])
  expect(search.fold.answer?.node).toBe(search.recommend())
  // A draft is an answer as it stands, and can be gone on from.
  expect(search.drain().filter(({ type }) => type === 'answer-change').length).toBeGreaterThan(2)
})
