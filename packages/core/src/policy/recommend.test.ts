import { expect, it } from 'vitest'
import { NONE, ROOT, Tree } from '../tree/tree.ts'
import { bestAnswer, mostVisitedLeaf } from './recommend.ts'

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
