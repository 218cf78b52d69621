import type { FoldView } from '@espalier/client'
import { NONE, type NodeId, type TreeView } from '@espalier/core'
import { bestChild } from '@espalier/protocol'

/** The nodes from the root to `node`, both included. */
export function pathTo(tree: TreeView, node: NodeId): readonly NodeId[] {
  const path: NodeId[] = []
  for (let x = node; x !== NONE; x = tree.parent(x)) path.push(x)
  return path.reverse()
}

/**
 * The line that the search stands for now: to its recommended node, else to its best answer, else always the most visited child from
 * where it has committed to.
 */
export function bestPath({ tree, answer, end, steering }: FoldView): readonly NodeId[] {
  if (tree.size === 0) return []
  const goal = end?.node ?? answer?.node
  if (goal !== undefined && goal < tree.size) return pathTo(tree, goal)
  const path = [...pathTo(tree, steering.root)]
  for (let x = bestChild(tree, steering.root); x !== NONE && tree.visits(x) > 0; x = bestChild(tree, x)) path.push(x)
  return path
}
