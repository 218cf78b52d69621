import { NONE, type NodeId, type TreeView } from './tree.ts'

const NO_LABELS: readonly string[] = []

/** Labels of the steps from the root (left out) to `node`. */
export function pathLabels(tree: TreeView, node: NodeId): string[] {
  const labels: string[] = []
  for (let x = node; tree.parent(x) !== NONE; x = tree.parent(x)) labels.push(tree.label(x))
  return labels.reverse()
}

/** Labels of a node's children, oldest first. */
export function childLabels(tree: TreeView, node: NodeId): readonly string[] {
  if (tree.childCount(node) === 0) return NO_LABELS
  const labels: string[] = []
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child))
    labels.push(tree.label(child))
  return labels
}
