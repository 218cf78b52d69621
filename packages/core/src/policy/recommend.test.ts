import { expect, it } from 'vitest'
import { Flag, NONE, ROOT, Tree } from '../tree/tree.ts'
import { bestAnswer, mostVisitedLeaf, votedAnswer } from './recommend.ts'

function example(): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  const [a, b] = [tree.add(ROOT, 1, '', 0), tree.add(ROOT, 1, '', 0)]
  const [ba, bb, bc] = [tree.add(b, 1, '', 0), tree.add(b, 1, '', 0), tree.add(b, 1, '', 0)]
  tree.backup(a, 1)
  for (const [node, value] of [
    [ba, 0.2],
    [bb, 0.3],
    [bc, 0.3],
  ] as const)
    tree.backup(node, value)
  return tree
}

it('follows visits, then the mean, then age', () => {
  expect(mostVisitedLeaf(example(), ROOT)).toBe(4)
})

it('takes an answer where there is one', () => {
  expect(bestAnswer(example(), 1, () => null, 0)).toBe(1)
  expect(bestAnswer(example(), NONE, () => null, 0)).toBe(4)
})

it('stays at the root of a bare tree', () => {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  expect(mostVisitedLeaf(tree, ROOT)).toBe(ROOT)
})

it('counts votes, or adds up what they are worth', () => {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  const answers = ['x', 'y', 'x', 'y', 'x', 'z']
  const values = [0.1, 0.6, 0.2, 0.5, 0.1, 0.9]
  for (const value of values) tree.setValue(tree.add(ROOT, 1, '', Flag.terminal | Flag.answer), value)
  const answerOf = (node: number): string | null => answers[node - 1] ?? null
  // x has three votes worth 0.4, y two worth 1.1, z one worth 0.9; the best x is the third node.
  expect(votedAnswer(false)(tree, 6, answerOf, 0)).toBe(3)
  expect(votedAnswer(true)(tree, 6, answerOf, 0)).toBe(2)
  expect(votedAnswer(true)(example(), NONE, () => null, 0)).toBe(4)
})
