import { expect, it } from 'vitest'
import { answerTrial, lettersSearch, runLetters } from '../../test/letters.ts'
import { beam, diverseBeam } from '../presets/beam.ts'
import { Flag } from '../tree/tree.ts'

const values: Record<string, number> = { a: 0.1, b: 0.9, c: 0.5, ba: 0.2, bb: 0.6, bc: 0.3, ca: 0.6, cb: 0.1, cc: 0.7 }
const valueOf = (word: string): number => values[word] ?? 0.4

it('keeps the best of each depth and prunes the others', () => {
  const search = lettersSearch(beam({ width: 2, children: 3 }))
  const asked = runLetters(search, 'abc', valueOf)
  expect(asked).toEqual([
    'v+3:',
    'v:a',
    'v:b',
    'v:c',
    '+3:b',
    '+3:c',
    'v:ba',
    'v:bb',
    'v:bc',
    'v:ca',
    'v:cb',
    'v:cc',
    '+3:cc',
    '+3:bb',
    'v:cca',
    'v:ccb',
    'v:ccc',
    'v:bba',
    'v:bbb',
    'v:bbc',
  ])
  const { tree } = search.fold
  const pruned = Array.from({ length: tree.size }, (_, x) => x).filter((x) => tree.has(x, Flag.pruned))
  expect(pruned.map((x) => search.state(x))).toEqual(['a', 'ba', 'bc', 'ca', 'cb'])
})

it('waits for the last result of a level, and works at the rest meanwhile', () => {
  const search = lettersSearch(beam({ width: 1, children: 2 }))
  const tell = (trial: NonNullable<ReturnType<typeof search.ask>>): void =>
    search.tell(trial.id, answerTrial(trial, 'ab', valueOf))
  tell(search.ask()!)
  const [first, second] = [search.ask()!, search.ask()!]
  expect([first.state, second.state, search.ask()]).toEqual(['a', 'b', null])
  tell(second)
  expect(search.ask()).toBeNull()
  tell(first)
  expect(search.ask()!.state).toBe('b')
})

it('goes on without a member that was avoided, and starts anew at a focus', () => {
  const search = lettersSearch(beam({ width: 2, children: 3 }))
  for (let i = 0; i < 6; i++) {
    const trial = search.ask()!
    search.tell(trial.id, answerTrial(trial, 'abc', valueOf))
  }
  search.steer('test', { type: 'avoid', node: 2 })
  expect(runLetters(search, 'abc', valueOf, 4)).toEqual(['v:ca', 'v:cb', 'v:cc', '+3:cc'])
  const again = lettersSearch(beam({ width: 1, children: 3 }))
  runLetters(again, 'abc', valueOf, 4)
  again.steer('test', { type: 'focus', node: 3 })
  expect(runLetters(again, 'abc', valueOf, 3)).toEqual(['+3:c', 'v:ca', 'v:cb'])
})

it('keeps different beginnings apart where it is diverse', () => {
  const search = lettersSearch(diverseBeam({ width: 2, children: 3 }))
  // Both children of b are better than all of c, and still c goes on with its best.
  const asked = runLetters(
    search,
    'abc',
    (word) => ({ a: 0.1, b: 0.9, c: 0.5 })[word] ?? (word.startsWith('b') ? 0.8 : 0.2),
  )
  expect(asked.filter((entry) => entry.startsWith('+'))).toEqual(['+3:b', '+3:c', '+3:ba', '+3:ca'])
})
