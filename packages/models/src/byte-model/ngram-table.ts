import { ModelError } from '../runtime/model-error.ts'
import { countOf } from './count-code.ts'

/**
 * Counts of byte n-grams as a tree: a node is a sequence of bytes, its children are what followed it. Nodes lie level by level, the
 * children of one side by side and ascending.
 *
 * As a file: the letters EBN1 and the longest n-gram's length; then, for each node but those of the last level, in order: the number of its
 * children, and if there are any its escape (a count code) and for each child a byte and a count code.
 */
export interface NgramTable {
  /** Length of the longest n-gram: contexts have one byte less. */
  readonly order: number
  /** Last byte of each node. Node 0 is the empty sequence. */
  readonly bytes: Uint8Array
  readonly counts: Float64Array
  /** First child of each node, and how many there are. */
  readonly first: Uint32Array
  readonly children: Uint16Array
  /** Sum of the children's counts. */
  readonly totals: Float64Array
  /** Weight of what the shorter context says, against `totals`; above 0 where there are children. */
  readonly escapes: Float64Array
}

const MAGIC = [0x45, 0x42, 0x4e, 0x31]
const MAX_ORDER = 8

/** Reads the file. Throws a ModelError CHECKPOINT_HEADER or CHECKPOINT_TRUNCATED for bytes that are none. */
export function readNgramTable(file: Uint8Array): NgramTable {
  const order = file[4] ?? 0
  if (MAGIC.some((byte, i) => file[i] !== byte) || order < 1 || order > MAX_ORDER)
    throw new ModelError('CHECKPOINT_HEADER', 'not a table of byte n-grams', {
      got: `bytes ${[...file.subarray(0, 5)].join(' ')}`,
      expected: `EBN1 and a length from 1 to ${MAX_ORDER}`,
      where: 'start of the file',
    })
  // A child takes two bytes at least.
  const room = Math.ceil(file.length / 2) + 1
  const table = {
    order,
    bytes: new Uint8Array(room),
    counts: new Float64Array(room),
    first: new Uint32Array(room),
    children: new Uint16Array(room),
    totals: new Float64Array(room),
    escapes: new Float64Array(room),
  }
  let at = 5
  let size = 1
  let node = 0
  const next = (): number => {
    if (at < file.length) return file[at++]!
    throw new ModelError('CHECKPOINT_TRUNCATED', 'a table of byte n-grams that breaks off', {
      got: `${file.length} bytes`,
      expected: 'more',
      where: `node ${node}`,
    })
  }
  for (let level = 0; level < order; level++) {
    for (const end = size; node < end; node++) {
      const children = next()
      if (children === 0) continue
      table.escapes[node] = Math.max(1, countOf(next()))
      table.first[node] = size
      table.children[node] = children
      for (let i = 0; i < children; i++, size++) {
        table.bytes[size] = next()
        table.counts[size] = Math.max(1, countOf(next()))
        table.totals[node]! += table.counts[size]!
      }
    }
  }
  if (at < file.length)
    throw new ModelError('CHECKPOINT_TRUNCATED', 'a table of byte n-grams with more behind it', {
      got: `${file.length} bytes`,
      expected: `${at}`,
      where: 'end of the file',
    })
  return table
}

/** The child of a node that ends with this byte; -1 where there is none. */
export function childOf(table: NgramTable, node: number, byte: number): number {
  let low = table.first[node]!
  const end = low + table.children[node]!
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if (table.bytes[middle]! < byte) low = middle + 1
    else high = middle
  }
  return low < end && table.bytes[low] === byte ? low : -1
}
