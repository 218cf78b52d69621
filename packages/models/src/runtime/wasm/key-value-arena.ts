import type { TransformerConfig } from '../transformer-config.ts'
import type { Heap } from './heap.ts'

/** Slots of one block of the arena. Within a block the layers lie apart, so that a layer reads neighbouring slots in sequence. */
const SLOTS_PER_BLOCK = 64

/** Where the keys and values of the slots lie: per block [layers, slots, key | value, dim]. */
export interface KeyValueArena {
  /** Makes at least `count` more slots and returns how many. Throws `OUT_OF_MEMORY`, then nothing has changed. */
  grow(count: number): number
  /** Byte address of a slot in layer 0. */
  addressOf(slot: number): number
  /** Bytes from a slot's place in one layer to its place in the next. */
  readonly layerBytes: number
}

export function createKeyValueArena(heap: Heap, config: TransformerConfig): KeyValueArena {
  const slotBytes = 2 * config.dim * 4
  const layerBytes = SLOTS_PER_BLOCK * slotBytes
  const blockBytes = config.layers * layerBytes
  const blocks: number[] = []
  return {
    layerBytes,
    grow: (count) => {
      const added = Math.ceil(count / SLOTS_PER_BLOCK)
      const first = heap.reserve(added * blockBytes)
      for (let i = 0; i < added; i++) blocks.push(first + i * blockBytes)
      return added * SLOTS_PER_BLOCK
    },
    addressOf: (slot) => blocks[Math.floor(slot / SLOTS_PER_BLOCK)]! + (slot % SLOTS_PER_BLOCK) * slotBytes,
  }
}
