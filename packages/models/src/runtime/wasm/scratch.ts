import type { BatchRow } from '../forward-batch.ts'
import type { TransformerConfig } from '../transformer-config.ts'
import type { Heap } from './heap.ts'
import type { KeyValueArena } from './key-value-arena.ts'
import { paddedOutputs } from './load-weights.ts'

/** New positions that go through the layers together, unless one row alone has more. A multiple of four, as the kernel asks. */
const MAX_POSITIONS = 512
const MAX_SLOT_ENTRIES = 32768

/** The kernel's working memory; addresses in bytes. */
export interface Scratch {
  readonly positionLimit: number
  readonly slotEntryLimit: number
  /** The residual stream, [positions, dim]. */
  readonly x: number
  /** Input or output of a sublayer, [positions, dim]. */
  readonly normed: number
  /** Queries, keys and values, or the feed-forward part, or logits. */
  readonly wide: number
  /** Attention weights of one head and position, [context]. */
  readonly scores: number
  /** Absolute position of each new position. */
  readonly positions: number
  /** Address of the slot of each new position. */
  readonly newSlots: number
  /** Addresses of the slots of all sequences, one after the other. */
  readonly slots: number
}

export function reserveScratch(heap: Heap, config: TransformerConfig): Scratch {
  const positionLimit = Math.max(MAX_POSITIONS, Math.ceil(config.context / 4) * 4)
  const slotEntryLimit = Math.max(MAX_SLOT_ENTRIES, config.context)
  const wide = Math.max(3 * config.dim, config.hidden, paddedOutputs(config.vocab))
  const floats = (count: number): number => heap.reserve(count * 4)
  return {
    positionLimit,
    slotEntryLimit,
    x: floats(positionLimit * config.dim),
    normed: floats(positionLimit * config.dim),
    wide: floats(positionLimit * wide),
    scores: floats(config.context + 4),
    positions: floats(positionLimit),
    newSlots: floats(positionLimit),
    slots: floats(slotEntryLimit),
  }
}

/** Cuts a batch into runs of rows that fit the working memory. */
export function groupRows(scratch: Scratch, rows: readonly BatchRow[]): readonly (readonly BatchRow[])[] {
  const groups: BatchRow[][] = []
  let positions = Infinity
  let entries = 0
  for (const row of rows) {
    positions += row.count
    entries += row.slots.length
    if (positions > scratch.positionLimit || entries > scratch.slotEntryLimit) {
      groups.push([])
      positions = row.count
      entries = row.slots.length
    }
    groups.at(-1)!.push(row)
  }
  return groups
}

/** Writes positions and slot addresses of a group for the kernel. */
export function writeTables(heap: Heap, arena: KeyValueArena, scratch: Scratch, rows: readonly BatchRow[]): void {
  const memory = heap.integers()
  let position = 0
  let entry = scratch.slots / 4
  for (const row of rows) {
    for (let i = 0; i < row.slots.length; i++) {
      const address = arena.addressOf(row.slots[i]!)
      memory[entry++] = address
      if (i < row.cached) continue
      memory[scratch.positions / 4 + position] = i
      memory[scratch.newSlots / 4 + position] = address
      position++
    }
  }
}
