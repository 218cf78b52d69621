import type { NodeId, SearchEndEvent, SearchStartEvent, Steering, Usage } from '@espalier/core'

/**
 * A tree in columns, little-endian:
 *
 *     8 bytes `ESPTREE1` | u32 length of the head | the head, JSON | columns, each from a multiple of 8 on | labels, UTF-8
 *
 * Links, depths and counts are not stored: they follow from the parents. Columns and their bytes a node: {@link COLUMNS}, in that order;
 * `labelEnd` says where in the labels a node's ends, `source` is 0 or the place of its name in the head's list, from 1.
 */
export const SNAPSHOT_TYPE = 'application/vnd.espalier.tree'
export const SNAPSHOT_FORMAT = Uint8Array.from('ESPTREE1', (character) => character.charCodeAt(0))

/** Bytes a node. */
export const COLUMNS = {
  valueSum: 8,
  valueSqSum: 8,
  parent: 4,
  visits: 4,
  pending: 4,
  valueMax: 4,
  value: 4,
  prior: 4,
  source: 4,
  labelEnd: 4,
  flags: 2,
} as const

/** Everything about a search that is not a column: what a fold holds beside its tree. */
export interface SnapshotHead {
  readonly nodes: number
  /** Events that the tree rests on; the next one has this sequence number. */
  readonly events: number
  readonly labelBytes: number
  readonly sources: readonly string[]
  /** Node, reward and discount of the steps that bring something. */
  readonly transitions: readonly (readonly [NodeId, number, number])[]
  /** Second ways to a state, and the node that holds it. */
  readonly originals: readonly (readonly [NodeId, NodeId])[]
  readonly start: SearchStartEvent | null
  readonly end: SearchEndEvent | null
  /** Best answer so far. */
  readonly answer: { readonly node: NodeId; readonly value: number } | null
  readonly steering: Steering
  readonly asked: number
  readonly succeeded: number
  readonly failed: number
  readonly rejected: number
  readonly usage: Usage
}

type Offsets = Readonly<Record<keyof typeof COLUMNS | 'labels' | 'end', number>>

/** Where the columns begin. */
export function columnOffsets(headBytes: number, nodes: number, labelBytes: number): Offsets {
  const offsets: Record<string, number> = {}
  let at = 12 + headBytes
  for (const [name, bytes] of Object.entries(COLUMNS)) {
    at = Math.ceil(at / 8) * 8
    offsets[name] = at
    at += bytes * nodes
  }
  return { ...offsets, labels: at, end: at + labelBytes } as Offsets
}
