import { NONE, type NodeId, type TreeView } from '../tree/tree.ts'

/** The largest prior among a node's children: what a step is given that should be tried; 1 where there are none. */
export function largestPrior(tree: TreeView, node: NodeId): number {
  let largest = 0
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child))
    largest = Math.max(largest, tree.prior(child))
  return largest > 0 ? largest : 1
}
