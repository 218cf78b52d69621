import { expect, it } from 'vitest'
import { answerTrial, lettersSearch, runLetters } from '../../test/letters.ts'
import { bestOfN, greedy } from '../presets/chains.ts'

it('evaluates nothing but the ends of chains', () => {
  const search = lettersSearch(greedy())
  expect(runLetters(search, 'abc', () => 0.5)).toEqual(['+1:', '+1:a', '+1:aa', 'v:aaa'])
})

it('begins as many chains as were asked for', () => {
  const search = lettersSearch(bestOfN({ n: 3 }), { problem: { alphabet: 'ab', length: 2 } })
  expect(runLetters(search, 'ab', () => 0.5)).toEqual([
    '+1:',
    '+1:a',
    'v:aa',
    '+1:',
    '+1:a',
    'v:aa',
    '+1:',
    '+1:a',
    'v:aa',
  ])
  expect(search.fold.tree.childCount(0)).toBe(3)
})

it('keeps all chains in flight at once', () => {
  const search = lettersSearch(bestOfN({ n: 3 }), { problem: { alphabet: 'ab', length: 2 } })
  const trials = [search.ask()!, search.ask()!, search.ask()!]
  expect(search.ask()).toBeNull()
  for (const trial of trials)
    search.tell(
      trial.id,
      answerTrial(trial, 'ab', () => 0.5),
    )
  expect([search.ask()!.node, search.ask()!.node, search.ask()!.node, search.ask()]).toEqual([1, 2, 3, null])
})

it('gives up a chain whose end gets no step', () => {
  const search = lettersSearch(greedy())
  const first = search.ask()!
  search.tell(
    first.id,
    answerTrial(first, 'abc', () => 0),
  )
  const second = search.ask()!
  search.tell(second.id, { value: null, proposals: [] })
  expect(search.ask()).toBeNull()
  expect(search.drain().filter((event) => event.type === 'node-close')).toMatchObject([{ node: 1, cause: 'exhausted' }])
})

it('ends when the generator has nothing more to offer at the root, however many chains are left', () => {
  const search = lettersSearch(bestOfN({ n: 0 }))
  const trial = search.ask()!
  search.tell(trial.id, { value: null, proposals: [], exhausted: true })
  expect(search.ask()).toBeNull()
})

it('follows the focus', () => {
  const search = lettersSearch(bestOfN({ n: 3 }), { problem: { alphabet: 'ab', length: 2 } })
  runLetters(search, 'ab', () => 0.5, 3)
  search.steer('test', { type: 'focus', node: 1 })
  expect(runLetters(search, 'ab', () => 0.5, 2)).toEqual(['+1:a', 'v:aa'])
})
