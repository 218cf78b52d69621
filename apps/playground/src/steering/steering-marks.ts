import type { TreeStore } from '@espalier/client'
import { isBelow, type NodeId, type TreeView } from '@espalier/core'

/** Where a search was steered to, as far as it is shown. */
export interface SteeringMarks {
  /** Selection begins here; the node at `root` where nobody focused anything. */
  readonly focus: NodeId
  /** Nothing outside of this node's subtree counts any more. */
  readonly root: NodeId
  /** Steps that somebody inserted. */
  readonly inserted: ReadonlySet<NodeId>
}

const known = new WeakMap<TreeStore, { readonly version: number; readonly marks: SteeringMarks }>()

/** Worked out once for each thing that is shown, whoever asks. */
export function steeringMarks(store: TreeStore): SteeringMarks {
  const version = store.getVersion()
  const before = known.get(store)
  if (before?.version === version) return before.marks
  const { focus, root } = store.fold.steering
  const marks = { focus, root, inserted: insertedNodes(store) }
  known.set(store, { version, marks })
  return marks
}

function insertedNodes({ marks, envelopes, shownSeq }: TreeStore): ReadonlySet<NodeId> {
  const nodes = new Set<NodeId>()
  for (const { kind, seq } of marks) {
    if (kind !== 'steer' || seq > shownSeq) continue
    const event = envelopes[seq]?.event
    if (event?.type === 'steer' && event.action.type === 'insert') nodes.add(event.action.child)
  }
  return nodes
}

/** Whether the search has committed to another line than the one that a node is on. */
export function isLeftBehind(tree: TreeView, node: NodeId, { root }: SteeringMarks): boolean {
  return root !== 0 && !isBelow(tree, node, root) && !isBelow(tree, root, node)
}
