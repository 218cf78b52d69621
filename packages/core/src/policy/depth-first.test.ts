import { expect, it } from 'vitest'
import { lettersSearch, runLetters } from '../../test/letters.ts'
import { depthFirst } from '../presets/depth-first.ts'

const values: Readonly<Record<string, number>> = { a: 0.6, b: 0.9, aa: 0.7, ab: 0.2, ba: 0.1, bb: 0.5 }

it('goes down the best child, prunes below the threshold and comes back', () => {
  const problem = { alphabet: 'ab', length: 2 }
  const search = lettersSearch(depthFirst({ children: 2, threshold: 0.3 }), { problem })
  const asked = runLetters(search, 'ab', (word) => values[word] ?? 0.5)
  expect(asked).toEqual(['v+2:', 'v:a', 'v:b', '+2:b', 'v:ba', 'v:bb', '+2:a', 'v:aa', 'v:ab'])
  expect(search.fold.answer?.value).toBeCloseTo(0.7, 6)
})

it('gives up whole branches that are judged too low', () => {
  const search = lettersSearch(depthFirst({ children: 2, threshold: 0.7 }), { problem: { alphabet: 'ab', length: 2 } })
  const asked = runLetters(search, 'ab', (word) => values[word] ?? 0.5)
  expect(asked).toEqual(['v+2:', 'v:a', 'v:b', '+2:b', 'v:ba', 'v:bb'])
})

it('goes down no more than the best children that it is to keep', () => {
  const worth: Readonly<Record<string, number>> = { a: 0.6, b: 0.9, c: 0.7 }
  const search = lettersSearch(depthFirst({ children: 3, keep: 2 }), { problem: { alphabet: 'abc', length: 2 } })
  const asked = runLetters(search, 'abc', (word) => worth[word] ?? 0.5)
  expect(asked.filter((trial) => trial.startsWith('+'))).toEqual(['+3:b', '+3:c'])
  expect(search.ask()).toBeNull()
})
