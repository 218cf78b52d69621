import { expect, it } from 'vitest'
import { answerTrial, lettersSearch, runLetters } from '../../test/letters.ts'
import { mcts } from '../presets/mcts.ts'
import { Flag } from '../tree/tree.ts'

const valueOf = (word: string): number => (word.startsWith('b') ? 0.9 : 0.1)
const problem = { alphabet: 'ab', length: 2 }

it('evaluates a node first and asks it for steps when it comes back, unless told to do both at once', () => {
  expect(runLetters(lettersSearch(mcts({ children: 2 }), { problem }), 'ab', valueOf, 6)).toEqual([
    'v+2:',
    'v:a',
    'v:b',
    '+2:b',
    'v:ba',
    'v:bb',
  ])
  expect(runLetters(lettersSearch(mcts({ children: 2, expandAfter: 0 }), { problem }), 'ab', valueOf, 4)).toEqual([
    'v+2:',
    'v+2:a',
    'v+2:b',
    'v:ba',
  ])
})

it('ends when the tree is exhausted, with every node closed', () => {
  const search = lettersSearch(mcts({ children: 2 }), { problem })
  expect(runLetters(search, 'ab', valueOf)).toHaveLength(9)
  const { tree } = search.fold
  expect(tree.size).toBe(7)
  for (let node = 0; node < tree.size; node++) expect(tree.has(node, Flag.closed)).toBe(true)
})

it('hands no node out twice while it is in flight, and waits when all are', () => {
  const search = lettersSearch(mcts({ children: 2 }), { problem })
  const root = search.ask()!
  expect(search.ask()).toBeNull()
  search.tell(root.id, answerTrial(root, 'ab', valueOf))
  const [a, b] = [search.ask()!, search.ask()!]
  expect([a.state, b.state, search.ask()]).toEqual(['a', 'b', null])
  search.tell(b.id, answerTrial(b, 'ab', valueOf))
  expect(search.ask()!.state).toBe('b')
  expect(search.ask()).toBeNull()
})

it('starts from the focus and leaves what was avoided', () => {
  const search = lettersSearch(mcts({ children: 2 }), { problem })
  runLetters(search, 'ab', valueOf, 3)
  search.steer('test', { type: 'focus', node: 1 })
  expect(runLetters(search, 'ab', valueOf, 2)).toEqual(['+2:a', 'v:aa'])
  search.steer('test', { type: 'focus', node: 0 })
  search.steer('test', { type: 'avoid', node: 2 })
  expect(runLetters(search, 'ab', valueOf)).toEqual(['v:ab'])
})
