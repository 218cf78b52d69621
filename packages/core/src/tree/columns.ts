import { PENDING, VALUE, VALUE_MAX, VALUE_SQ_SUM, VALUE_SUM, VISITS, DOUBLES, FLAGS_AND_OPEN, WORDS } from './record.ts'
import { Flag, NONE, Tree, type NodeId, type Transition } from './tree.ts'

/** What cannot be worked out of a tree's other numbers, one column a kind, by node id. Lengths: the number of nodes. */
export interface TreeColumns {
  /** Below the node's own id; `NONE` for the root. */
  readonly parent: Int32Array
  readonly visits: Int32Array
  readonly pending: Int32Array
  readonly valueSum: Float64Array
  readonly valueSqSum: Float64Array
  /** -Infinity without visits. */
  readonly valueMax: Float32Array
  /** NaN without an evaluation. */
  readonly value: Float32Array
  readonly prior: Float32Array
  /** {@link Flag} bits. */
  readonly flags: Uint16Array
  readonly labels: readonly string[]
  /** Names of generators, only where given. */
  readonly sources: ReadonlyMap<NodeId, string>
  /** What steps bring, only where given. */
  readonly transitions: ReadonlyMap<NodeId, Transition>
  /** Second ways to a state, with the node that holds it. */
  readonly originals: ReadonlyMap<NodeId, NodeId>
}

/**
 * The tree that has these columns. Links, depths, counts and sums of priors follow from the parents, since children are linked in order
 * of their ids. The columns are believed: whoever has them from elsewhere checks them first.
 */
export function treeOfColumns(columns: TreeColumns): Tree {
  const { parent, prior, flags, labels } = columns
  const size = parent.length
  const tree = new Tree(size)
  for (let node = 0; node < size; node++) {
    const up = parent[node]!
    tree.add(up, prior[node]!, labels[node]!, flags[node]!)
    if (up !== NONE && (flags[node]! & Flag.closed) !== 0) tree.u16[(up * WORDS + FLAGS_AND_OPEN) * 2 + 1]! -= 1
    const at = node * WORDS
    tree.i32[at + VISITS] = columns.visits[node]!
    tree.i32[at + PENDING] = columns.pending[node]!
    tree.f64[node * DOUBLES + VALUE_SUM] = columns.valueSum[node]!
    tree.f64[node * DOUBLES + VALUE_SQ_SUM] = columns.valueSqSum[node]!
    tree.f32[at + VALUE_MAX] = columns.valueMax[node]!
    tree.f32[at + VALUE] = columns.value[node]!
  }
  for (const [node, source] of columns.sources) tree.sources.set(node, source)
  for (const [node, transition] of columns.transitions) tree.transitions.set(node, transition)
  for (const [node, original] of columns.originals) tree.link(node, original)
  return tree
}
