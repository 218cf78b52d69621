import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'

/** Whether `node` lies at or below `focus` with no closed node above it: what is below a node that was given up is out of play. */
export function isInPlay(tree: Tree, node: NodeId, focus: NodeId): boolean {
  let below = false
  for (let x = node; x !== NONE; x = tree.parent(x)) {
    if (tree.has(x, Flag.closed)) return false
    if (x === focus) below = true
  }
  return below
}
