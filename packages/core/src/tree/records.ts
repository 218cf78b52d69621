import { WORDS } from './record.ts'
import { Tree, type NodeId, type Transition } from './tree.ts'

/** What a tree's nodes are called: labels and sources by node id, those of later nodes included. */
export interface NodeTexts {
  readonly labels: readonly string[]
  /** In order of their nodes, only where given. */
  readonly sources: readonly (readonly [NodeId, string])[]
}

const RECORD_BYTES = WORDS * 4

/** The numbers of a tree as they lie in memory; a copy, 64 bytes a node. For `treeOfRecords` in the same program, not for files. */
export function copyRecords(tree: Tree): Uint8Array {
  return new Uint8Array(tree.i32.buffer, 0, tree.size * RECORD_BYTES).slice()
}

/**
 * A tree of its own from copied records; its arena is as large as they are, and doubles with the first node that is added: most such trees are
 * only looked at, and room for twice the nodes costs more to clear than the records do to copy. `transitions`, `originals`: the tree's own, as they were
 * when it was copied.
 */
export function treeOfRecords(
  records: Uint8Array,
  { labels, sources }: NodeTexts,
  transitions: Iterable<readonly [NodeId, Transition]>,
  originals: Iterable<readonly [NodeId, NodeId]> = [],
): Tree {
  const size = records.byteLength / RECORD_BYTES
  const tree = new Tree(1)
  tree.adopt(records.slice().buffer)
  tree.size = size
  tree.labels = labels.slice(0, size)
  for (const [node, source] of sources) {
    if (node >= size) break
    tree.sources.set(node, source)
  }
  for (const [node, transition] of transitions) tree.transitions.set(node, transition)
  for (const [node, original] of originals) tree.link(node, original)
  return tree
}
