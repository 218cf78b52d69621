import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NONE, Tree, type NodeId } from '@espalier/core'
import { countBelow, withFold, withoutHiding } from './folding.ts'

/** A tree whose node i + 1 has the parent `parents[i] % (i + 1)`. */
function treeOf(parents: readonly number[]): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, 'root', 0)
  parents.forEach((parent, i) => tree.add(parent % (i + 1), 1, `step ${i + 1}`, 0))
  return tree
}

const anyTree = fc.array(fc.nat(), { maxLength: 60 }).map(treeOf)

function isBelow(tree: Tree, node: NodeId, top: NodeId): boolean {
  for (let x = tree.parent(node); x !== NONE; x = tree.parent(x)) if (x === top) return true
  return false
}

it('counts what is below a node', () => {
  fc.assert(
    fc.property(anyTree, (tree) => {
      const nodes = Array.from({ length: tree.size }, (_, node) => node)
      for (const top of nodes) expect(countBelow(tree, top)).toBe(nodes.filter((x) => isBelow(tree, x, top)).length)
    }),
  )
})

it('folds and unfolds, in order and each once', () => {
  expect(withFold([2, 9], 5, true)).toEqual([2, 5, 9])
  expect(withFold([2, 5, 9], 5, true)).toEqual([2, 5, 9])
  expect(withFold([2, 5, 9], 5, false)).toEqual([2, 9])
})

it('unfolds what hides a node and nothing else', () => {
  fc.assert(
    fc.property(anyTree, fc.array(fc.nat(80)), fc.nat(), (tree, folded, pick) => {
      const node = pick % tree.size
      const left = withoutHiding(tree, folded, node)
      expect(left).toEqual(folded.filter((other) => other >= tree.size || !isBelow(tree, node, other)))
      if (left.length === folded.length) expect(left).toBe(folded)
    }),
  )
})
