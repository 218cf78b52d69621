import { NONE, type NodeId, type TreeView } from '@espalier/core'

/** The rows of an outline, in columns. */
export interface OutlineRows {
  readonly nodes: readonly NodeId[]
  /** Place of each among its siblings, from 1. */
  readonly places: readonly number[]
}

/** The nodes that an outline shows: `top`, and what is below every node that is open. Children in the order they were added. */
export function outlineRows(tree: TreeView, top: NodeId, open: ReadonlySet<NodeId>): OutlineRows {
  const nodes: NodeId[] = []
  const places: number[] = []
  if (top >= tree.size) return { nodes, places }
  let node: NodeId = top
  let place = 1
  /** Places to go on from, one for each level above. */
  const above: number[] = []
  for (;;) {
    nodes.push(node)
    places.push(place)
    const child = open.has(node) ? tree.firstChild(node) : NONE
    if (child !== NONE) {
      above.push(place)
      node = child
      place = 1
      continue
    }
    for (;;) {
      if (node === top) return { nodes, places }
      const next = tree.nextSibling(node)
      if (next !== NONE) {
        node = next
        place++
        break
      }
      node = tree.parent(node)
      place = above.pop() ?? 1
    }
  }
}

/** Opens everything on the way to a node. The same set when nothing was closed. */
export function opened(tree: TreeView, open: ReadonlySet<NodeId>, node: NodeId): ReadonlySet<NodeId> {
  const closed: NodeId[] = []
  for (let x = tree.parent(node); x !== NONE; x = tree.parent(x)) if (!open.has(x)) closed.push(x)
  return closed.length === 0 ? open : new Set([...open, ...closed])
}
