import { Flag, type FoldView, type NodeId, type TreeView } from '@espalier/core'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { SNAPSHOT_FORMAT, columnOffsets, type COLUMNS, type SnapshotHead } from './snapshot-format.ts'

const FLAGS = Object.values(Flag)

/** A fold as bytes, see `snapshot-format.ts`. Throws nothing; a fold without `search-start` has no nodes. */
export function encodeSnapshot(fold: FoldView): Uint8Array<ArrayBuffer> {
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
  new DataView(bytes.buffer).setUint32(8, headBytes.length, true)
  bytes.set(SNAPSHOT_FORMAT)
  bytes.set(headBytes, 12)
  bytes.set(labels, offsets.labels)
  // Whole columns as arrays of this machine, as the reader takes them: every one that JavaScript runs on is little-endian.
  const { buffer } = bytes
  const floats = (column: keyof typeof COLUMNS) => new Float32Array(buffer, offsets[column], size)
  const ints = (column: keyof typeof COLUMNS) => new Int32Array(buffer, offsets[column], size)
  const valueSum = new Float64Array(buffer, offsets.valueSum, size)
  const valueSqSum = new Float64Array(buffer, offsets.valueSqSum, size)
  const parent = ints('parent')
  const visits = ints('visits')
  const pending = ints('pending')
  const valueMax = floats('valueMax')
  const value = floats('value')
  const prior = floats('prior')
  const flags = new Uint16Array(buffer, offsets.flags, size)
  new Uint32Array(buffer, offsets.source, size).set(sourceColumn)
  new Uint32Array(buffer, offsets.labelEnd, size).set(labelEnds)
  for (let node = 0; node < size; node++) {
    valueSum[node] = tree.valueSum(node)
    valueSqSum[node] = tree.valueSqSum(node)
    parent[node] = tree.parent(node)
    visits[node] = tree.visits(node)
    pending[node] = tree.pending(node)
    valueMax[node] = tree.valueMax(node)
    value[node] = tree.value(node)
    prior[node] = tree.prior(node)
    let bits = 0
    for (const flag of FLAGS) if (tree.has(node, flag)) bits |= flag
    flags[node] = bits
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
