import { NONE, type NodeId, type TreeView } from '@espalier/core'

/** The folded nodes once `node` is folded or unfolded, in order. */
export function withFold(folded: readonly NodeId[], node: NodeId, isFolded: boolean): readonly NodeId[] {
  const others = folded.filter((other) => other !== node)
  return isFolded ? [...others, node].sort((a, b) => a - b) : others
}

/** The folded nodes without those that hide `node`. The same list when none does. */
export function withoutHiding(tree: TreeView, folded: readonly NodeId[], node: NodeId): readonly NodeId[] {
  if (folded.length === 0) return folded
  const above = new Set<NodeId>()
  for (let x = tree.parent(node); x !== NONE; x = tree.parent(x)) above.add(x)
  return folded.some((other) => above.has(other)) ? folded.filter((other) => !above.has(other)) : folded
}

/** Nodes below a node. */
export function countBelow(tree: TreeView, top: NodeId): number {
  let count = 0
  for (let x = tree.firstChild(top); x !== NONE;) {
    count++
    const child = tree.firstChild(x)
    if (child !== NONE) {
      x = child
      continue
    }
    while (x !== top && tree.nextSibling(x) === NONE) x = tree.parent(x)
    x = x === top ? NONE : tree.nextSibling(x)
  }
  return count
}
