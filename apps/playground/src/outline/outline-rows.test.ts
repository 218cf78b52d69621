import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NONE, Tree, type NodeId } from '@espalier/core'
import { opened, outlineRows } from './outline-rows.ts'

/** A tree whose node i + 1 has the parent `parents[i] % (i + 1)`. */
function treeOf(parents: readonly number[]): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, 'root', 0)
  parents.forEach((parent, i) => tree.add(parent % (i + 1), 1, `step ${i + 1}`, 0))
  return tree
}

it('shows what is below open nodes, depth first, with places among siblings', () => {
  // 0 -> 1, 2; 1 -> 3, 4; 2 -> 5
  const tree = treeOf([0, 0, 1, 1, 2])
  expect(outlineRows(tree, 0, new Set())).toEqual({ nodes: [0], places: [1] })
  expect(outlineRows(tree, 0, new Set([0]))).toEqual({ nodes: [0, 1, 2], places: [1, 1, 2] })
  expect(outlineRows(tree, 0, new Set([0, 1, 2]))).toEqual({ nodes: [0, 1, 3, 4, 2, 5], places: [1, 1, 1, 2, 2, 1] })
  expect(outlineRows(tree, 1, new Set([0, 1]))).toEqual({ nodes: [1, 3, 4], places: [1, 1, 2] })
  expect(outlineRows(tree, 9, new Set())).toEqual({ nodes: [], places: [] })
})

it('shows every node once when all are open, parents first', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 60 }), (parents) => {
      const tree = treeOf(parents)
      const { nodes } = outlineRows(tree, 0, new Set(Array.from({ length: tree.size }, (_, i) => i)))
      expect([...nodes].sort((a, b) => a - b)).toEqual(Array.from({ length: tree.size }, (_, i) => i))
      nodes.forEach((node, i) => expect(node === 0 || nodes.indexOf(tree.parent(node)) < i).toBe(true))
    }),
  )
})

it('opens the way to a node and nothing else', () => {
  const tree = treeOf([0, 1, 2])
  const open: ReadonlySet<NodeId> = new Set([0])
  expect([...opened(tree, open, 3)]).toEqual([0, 2, 1])
  expect(opened(tree, open, 1)).toBe(open)
})
