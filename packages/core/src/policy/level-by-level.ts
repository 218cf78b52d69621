import type { SelectFn } from '../search/policy.ts'
import { Flag, NONE, ROOT, type NodeId, type Tree } from '../tree/tree.ts'

/**
 * beam and the others are pruned. Ties go to the older node. A level waits for its last result: that is what a beam is.
 */
export function beamSelect(width: number): SelectFn {
  let beam: readonly NodeId[] = [ROOT]

  return (tree, context) => {
    for (;;) {
      const waiting = beam.find((node) => !settled(tree, node))
      for (const node of beam) {
        if (tree.has(node, Flag.closed)) continue
        if (!tree.has(node, Flag.evaluated) && !tree.has(node, Flag.evaluating)) return node
        if (tree.has(node, Flag.evaluated) && !settled(tree, node) && !tree.has(node, Flag.generating)) {
          return node
        }
      }
      if (waiting !== undefined) return NONE
      const next = beam.flatMap((node) => childrenOf(tree, node))
      let inFlight = false
      for (const node of next) {
        if (tree.has(node, Flag.closed) || tree.has(node, Flag.evaluated)) continue
        if (!tree.has(node, Flag.evaluating)) return node
        inFlight = true
      }
      if (inFlight) return NONE
      const ranked = next.filter((node) => !tree.has(node, Flag.closed)).sort((a, b) => tree.value(b) - tree.value(a) || a - b)
      for (const node of ranked.slice(width)) context.close(node, 'pruned')
      beam = ranked.slice(0, width)
      if (beam.length === 0) return NONE
    }
  }
}

/** Nothing more to ask of a node of the beam: it has children, or is closed. */
function settled(tree: Tree, node: NodeId): boolean {
  return tree.has(node, Flag.closed) || (tree.childCount(node) > 0 && !tree.has(node, Flag.generating))
}

function childrenOf(tree: Tree, node: NodeId): NodeId[] {
  const children: NodeId[] = []
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) children.push(child)
  return children
}
