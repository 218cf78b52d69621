import { NONE, ROOT, type NodeId, type TreeView } from '@espalier/core'

/**
 * At most `limit` nodes that say most about a tree: the path to `keep` first, then always the most visited child of a node already
 * chosen. With a node its parent is chosen too, so they form a tree themselves.
 */
export function visibleNodes(tree: TreeView, limit: number, keep: NodeId | null = null): ReadonlySet<NodeId> {
  const chosen = new Set<NodeId>()
  if (tree.size === 0 || limit < 1) return chosen
  const candidates: NodeId[] = []
  const choose = (node: NodeId): void => {
    chosen.add(node)
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) candidates.push(child)
  }
  for (const node of keep === null ? [ROOT] : pathTo(tree, keep)) if (chosen.size < limit) choose(node)
  while (chosen.size < limit) {
    let best = -1
    for (let i = 0; i < candidates.length; i++) {
      if (chosen.has(candidates[i]!)) continue
      if (best < 0 || tellsMore(tree, candidates[i]!, candidates[best]!)) best = i
    }
    if (best < 0) break
    const node = candidates[best]!
    candidates[best] = candidates[candidates.length - 1]!
    candidates.pop()
    choose(node)
  }
  return chosen
}

/** More visits, then the higher mean, then the likelier step, then the older node. */
function tellsMore(tree: TreeView, a: NodeId, b: NodeId): boolean {
  const visits = tree.visits(a) - tree.visits(b)
  if (visits !== 0) return visits > 0
  const mean = tree.visits(a) === 0 ? 0 : tree.q(a) - tree.q(b)
  if (mean !== 0) return mean > 0
  const prior = tree.prior(a) - tree.prior(b)
  return prior === 0 ? a < b : prior > 0
}

/** The nodes from the root to `node`, both included. */
export function pathTo(tree: TreeView, node: NodeId): readonly NodeId[] {
  const path: NodeId[] = []
  for (let x = node; x !== NONE; x = tree.parent(x)) path.push(x)
  return path.reverse()
}
