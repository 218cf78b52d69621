import { expect, it } from 'vitest'
import { answerTrial, lettersSearch, runLetters } from '../../test/letters.ts'
import { mcts } from '../presets/mcts.ts'
import { Flag, NONE, ROOT, Tree } from '../tree/tree.ts'
import { descend, type PickChildFn } from './descend.ts'
import { fixedWidth } from './widen.ts'

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

it('goes back a step, and not to the root, where what it picked is under way', () => {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  for (const parent of [ROOT, ROOT, 1, 1]) tree.add(parent, 1, '', 0)
  for (const node of [ROOT, 1, 2]) tree.setValue(node, 0.5)
  for (const node of [ROOT, 1]) tree.setFlags(node, Flag.asked)
  const asked: number[] = []
  const oldest: PickChildFn = (_tree, node, skip) => {
    asked.push(node)
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child))
      if (skip === null || !skip.has(child)) return child
    return NONE
  }
  const select = descend(oldest, fixedWidth(2))
  const next = (): number => {
    asked.length = 0
    const node = select(tree, { focus: ROOT, draw: () => 0, seed: 0, via: [], close: () => {} })
    tree.setFlags(node, tree.has(node, Flag.evaluated) ? Flag.generating : Flag.evaluating)
    return node
  }
  expect([next(), asked]).toEqual([3, [ROOT, 1]])
  expect([next(), asked]).toEqual([4, [ROOT, 1, 1]])
  // Both children of 1 are under way: from 1 up to the root, and down to 2.
  expect([next(), asked]).toEqual([2, [ROOT, 1, 1, 1, ROOT]])
})
