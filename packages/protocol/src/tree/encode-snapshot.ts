import { Flag, type Fold, type NodeId, type TreeView } from '@espalier/core'
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
  const { bytes: labels, ends: labelEnds } = encodeLabels(Array.from({ length: size }, (_, node) => tree.label(node)))
  const { start, end, answer, steering, seq, asked, succeeded, failed, rejected, usage } = fold
  const head: SnapshotHead = {
    nodes: size,
    events: seq,
    labelBytes: labels.length,
    sources,
    transitions: transitionsOf(tree),
    originals: [...tree.originals],
    start,
    end,
    answer,
    steering,
    asked,
    succeeded,
    failed,
    rejected,
    usage,
  }
  const headBytes = utf8ToBytes(JSON.stringify(head))
  const offsets = columnOffsets(headBytes.length, size, labels.length)
  const bytes = new Uint8Array(offsets.end)
  const view = new DataView(bytes.buffer)
  bytes.set(SNAPSHOT_FORMAT)
  view.setUint32(8, headBytes.length, true)
  bytes.set(headBytes, 12)
  bytes.set(labels, offsets.labels)
  const at = (column: keyof typeof COLUMNS, node: NodeId): number => offsets[column] + node * COLUMNS[column]
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
    view.setUint32(at('labelEnd', node), labelEnds[node]!, true)
    let flags = 0
    for (const flag of FLAGS) if (tree.has(node, flag)) flags |= flag
    view.setUint16(at('flags', node), flags, true)
  }
  return bytes
}

function transitionsOf(tree: TreeView): SnapshotHead['transitions'] {
  const found: [NodeId, number, number][] = []
  for (let node = 0; node < tree.size; node++) {
    const step = tree.transition(node)
    if (step !== undefined) found.push([node, step.reward, step.discount])
  }
  return found
}

/** All labels one behind the other, and where each ends; in one go where they are all ASCII, which they mostly are. */
function encodeLabels(labels: readonly string[]): { readonly bytes: Uint8Array; readonly ends: Uint32Array } {
  const whole = labels.join('')
  const bytes = utf8ToBytes(whole)
  if (bytes.length === whole.length) return { bytes, ends: endsOf(labels) }
  const parts = labels.map(utf8ToBytes)
  return { bytes: concat(parts), ends: endsOf(parts) }
}

function endsOf(parts: readonly { readonly length: number }[]): Uint32Array {
  let end = 0
  return Uint32Array.from(parts, ({ length }) => (end += length))
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const ends = endsOf(parts)
  const whole = new Uint8Array(ends.at(-1) ?? 0)
  for (const [i, part] of parts.entries()) whole.set(part, ends[i]! - part.length)
  return whole
}
