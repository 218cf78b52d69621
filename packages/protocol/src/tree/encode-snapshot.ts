import { Flag, type Fold, type NodeId } from '@espalier/core'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { COLUMNS, SNAPSHOT_FORMAT, columnOffsets, type SnapshotHead } from './snapshot-format.ts'

const FLAGS = Object.values(Flag)

/** A fold as bytes, see `snapshot-format.ts`. Throws nothing; a fold without `search-start` has no nodes. */
export function encodeSnapshot(fold: Fold): Uint8Array<ArrayBuffer> {
  const { tree } = fold
  const size = tree.size
  const sources: string[] = []
  const sourceIds = new Map<string, number>()
  const sourceOf = (node: NodeId): number => {
    const name = tree.source(node)
    if (name === undefined) return 0
    const known = sourceIds.get(name)
    if (known !== undefined) return known
    sourceIds.set(name, sources.push(name))
    return sources.length
  }
  const sourceColumn = Uint32Array.from({ length: size }, (_, node) => sourceOf(node))
  const labels = Array.from({ length: size }, (_, node) => utf8ToBytes(tree.label(node)))
  const labelBytes = labels.reduce((sum, label) => sum + label.length, 0)
  const { start, end, answer, focus, seq, asked, succeeded, failed, rejected, usage } = fold
  const head: SnapshotHead = {
    nodes: size,
    events: seq,
    labelBytes,
    sources,
    start,
    end,
    answer,
    focus,
    asked,
    succeeded,
    failed,
    rejected,
    usage,
  }
  const headBytes = utf8ToBytes(JSON.stringify(head))
  const offsets = columnOffsets(headBytes.length, size, labelBytes)
  const bytes = new Uint8Array(offsets.end)
  const view = new DataView(bytes.buffer)
  bytes.set(SNAPSHOT_FORMAT)
  view.setUint32(8, headBytes.length, true)
  bytes.set(headBytes, 12)
  const at = (column: keyof typeof COLUMNS, node: NodeId): number => offsets[column] + node * COLUMNS[column]
  let labelEnd = 0
  for (let node = 0; node < size; node++) {
    view.setFloat64(at('valueSum', node), tree.valueSum(node), true)
    view.setFloat64(at('valueSqSum', node), tree.valueSqSum(node), true)
    view.setInt32(at('parent', node), tree.parent(node), true)
    view.setInt32(at('visits', node), tree.visits(node), true)
    view.setInt32(at('pending', node), tree.pending(node), true)
    view.setFloat32(at('valueMax', node), tree.valueMax(node), true)
    view.setFloat32(at('value', node), tree.value(node), true)
    view.setFloat32(at('prior', node), tree.prior(node), true)
    view.setUint32(at('source', node), sourceColumn[node]!, true)
    bytes.set(labels[node]!, offsets.labels + labelEnd)
    labelEnd += labels[node]!.length
    view.setUint32(at('labelEnd', node), labelEnd, true)
    const flags = FLAGS.reduce((bits, flag) => bits | (tree.has(node, flag) ? flag : 0), 0)
    view.setUint16(at('flags', node), flags, true)
  }
  return bytes
}
