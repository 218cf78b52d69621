import type { NodeId, TreeView } from '@espalier/core'

/** How wide a node is beside its siblings, at least 0. A node's children share its width, or as much of it as their weights make of its own. */
export type NodeWeight = (node: NodeId) => number

/** A node nobody has visited is as wide as this many visits: narrow, but there. */
const UNVISITED = 0.25

/** Visits; what is left of a parent's width beside its children is its own values. */
export function visitWeight(tree: TreeView): NodeWeight {
  return (node) => Math.max(UNVISITED, tree.visits(node))
}

/** Siblings are equally wide. */
export const uniformWeight: NodeWeight = () => 1

/** Siblings are as wide as their generator believed in them. */
export function priorWeight(tree: TreeView): NodeWeight {
  return (node) => tree.prior(node)
}
