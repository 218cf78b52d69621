import { MAX_CHILDREN, MAX_DEPTH, NONE, ROOT, treeOfColumns, type NodeId, type Tree } from '@espalier/core'
import { ProtocolError } from '../protocol-error.ts'
import { COLUMNS, SNAPSHOT_FORMAT, columnOffsets, type SnapshotHead } from './snapshot-format.ts'

/** A search at one moment, read from a snapshot. */
export interface Snapshot extends SnapshotHead {
  readonly tree: Tree
}

/** In browsers, workers and Node alike; declared here because this package loads no platform types. */
declare const TextDecoder: new (
  label: string,
  options: { readonly ignoreBOM: boolean; readonly fatal?: boolean },
) => { decode(bytes: Uint8Array): string }

/** Far above any tree that a server sends. */
const MAX_NODES = 100_000_000

/** The search in bytes that `encodeSnapshot` wrote. Throws `INVALID_SNAPSHOT` for others, and for links that are no tree. */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const head = readHead(bytes)
  const { nodes: size, labelBytes } = head
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const offsets = columnOffsets(view.getUint32(8, true), size, labelBytes)
  if (offsets.end !== bytes.length) throw invalid(`got ${bytes.length} bytes, expected ${offsets.end}`)
  // The bytes may lie anywhere in their buffer, so the columns are copied to where typed arrays may stand. (A Buffer's slice is no copy.)
  const column = (name: keyof typeof COLUMNS): ArrayBuffer =>
    new Uint8Array(bytes.subarray(offsets[name], offsets[name] + COLUMNS[name] * size)).buffer
  const parent = new Int32Array(column('parent'))
  checkLinks(parent)
  const tree = treeOfColumns({
    parent,
    visits: new Int32Array(column('visits')),
    pending: new Int32Array(column('pending')),
    valueSum: new Float64Array(column('valueSum')),
    valueSqSum: new Float64Array(column('valueSqSum')),
    valueMax: new Float32Array(column('valueMax')),
    value: new Float32Array(column('value')),
    prior: new Float32Array(column('prior')),
    flags: new Uint16Array(column('flags')),
    labels: readLabels(bytes.subarray(offsets.labels), new Uint32Array(column('labelEnd'))),
    sources: readSources(head.sources, new Uint32Array(column('source'))),
    transitions: new Map(head.transitions.map(([node, reward, discount]) => [node, { reward, discount }])),
    originals: new Map(head.originals),
  })
  return { ...head, tree }
}

function readHead(bytes: Uint8Array): SnapshotHead {
  if (bytes.length < 12 || SNAPSHOT_FORMAT.some((byte, i) => bytes[i] !== byte)) throw invalid('not a tree snapshot')
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(8, true)
  let head: SnapshotHead | null
  try {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(12, 12 + length))
    head = JSON.parse(text) as SnapshotHead | null
  } catch {
    throw invalid('its head is not JSON')
  }
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
  const isSound =
    isCount(head?.nodes) &&
    isCount(head?.labelBytes) &&
    isCount(head?.events) &&
    Array.isArray(head?.sources) &&
    areTransitions(head.transitions, head.nodes) &&
    areOriginals(head.originals, head.nodes) &&
    head.nodes <= MAX_NODES
  if (!isSound) throw invalid('its head does not say nodes, labelBytes, events, sources, transitions and originals')
  return head!
}

function areTransitions(transitions: unknown, nodes: number): boolean {
  if (!Array.isArray(transitions)) return false
  return transitions.every(
    (one: unknown) =>
      Array.isArray(one) &&
      one.length === 3 &&
      one.every((number) => Number.isFinite(number)) &&
      (one[0] as number) > ROOT &&
      (one[0] as number) < nodes,
  )
}

function areOriginals(originals: unknown, nodes: number): boolean {
  if (!Array.isArray(originals)) return false
  return originals.every((one: unknown) => {
    const [node, original] = Array.isArray(one) ? (one as readonly unknown[]) : []
    const areNodes = Number.isSafeInteger(node) && Number.isSafeInteger(original)
    return (
      areNodes && (node as number) < nodes && (original as number) < (node as number) && (original as number) > ROOT
    )
  })
}

/** Throws unless every node but the root hangs on an earlier one, no deeper and no wider than a tree can hold. */
function checkLinks(parent: Int32Array): void {
  const depth = new Int32Array(parent.length)
  const children = new Int32Array(parent.length)
  for (const [node, up] of parent.entries()) {
    if (node === ROOT ? up !== NONE : !(up >= 0 && up < node)) throw invalid(`node ${node} has parent ${up}`)
    if (node === ROOT) continue
    depth[node] = depth[up]! + 1
    children[up]! += 1
    if (depth[node] > MAX_DEPTH || children[up]! > MAX_CHILDREN)
      throw invalid(`node ${node} lies too deep or has too many siblings`)
  }
}

/** Every label ends where the next begins; the whole is decoded at once where it is all ASCII, which it mostly is. */
function readLabels(bytes: Uint8Array, ends: Uint32Array): readonly string[] {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  const whole = utf8.decode(bytes)
  const isAscii = whole.length === bytes.length
  const labels: string[] = []
  let from = 0
  for (const end of ends) {
    if (end < from || end > bytes.length) throw invalid(`label ${labels.length} ends at ${end}`)
    labels.push(isAscii ? whole.slice(from, end) : utf8.decode(bytes.subarray(from, end)))
    from = end
  }
  return labels
}

function readSources(names: readonly string[], column: Uint32Array): ReadonlyMap<NodeId, string> {
  const sources = new Map<NodeId, string>()
  for (const [node, place] of column.entries()) {
    if (place === 0) continue
    const name = names[place - 1]
    if (typeof name !== 'string') throw invalid(`node ${node} has source ${place} of ${names.length}`)
    sources.set(node, name)
  }
  return sources
}

function invalid(fault: string): ProtocolError {
  return new ProtocolError('INVALID_SNAPSHOT', `snapshot: ${fault}`)
}
