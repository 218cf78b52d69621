import { ModelError } from './model-error.ts'
import type { Cache } from './transformer-runtime.ts'

/**
 * Which slots each cache holds: a paged key-value cache (Kwon et al. 2023, PagedAttention) with pages of one position. A slot is
 * shared by reference counting and free again when the last cache that holds it is released.
 */
export interface CacheStore {
  /** Slots of a live cache in the order of its positions; do not write. Throws `CACHE_RELEASED` or `CACHE_FOREIGN`. */
  slotsOf(cache: Cache, where: string): Int32Array
  /** Makes sure that `count` slots are free. Throws what `grow` throws, before anything has changed. */
  reserve(count: number): void
  /** A new cache: the slots of `parent`, then `count` free ones. */
  extend(parent: Cache | null, count: number): Cache
  /** A new cache without new slots: the first `at` of `base`, then those of `donor` from `at` on. Throws `INPUT_LENGTH` for a place outside either. */
  graft(base: Cache, donor: Cache, at: number): Cache
  release(cache: Cache): void
  usage(): { readonly caches: number; readonly positions: number; readonly positionCapacity: number }
}

/** The arena grows by a quarter, but by no more than this unless more is needed at once. */
const MAX_SPARE_SLOTS = 4096

/** `grow(count)` provides memory for at least `count` more slots and returns how many it added. */
export function createCacheStore(grow: (count: number) => number): CacheStore {
  const tables = new WeakMap<Cache, { readonly slots: Int32Array; live: boolean }>()
  /** A stack: the last one is taken first. */
  let free: number[] = []
  let holders = new Int32Array(0)
  let capacity = 0
  let caches = 0

  function lookUp(cache: Cache, where: string): { readonly slots: Int32Array; live: boolean } {
    const table = tables.get(cache)
    const expected = 'a live cache of this runtime'
    if (table === undefined) {
      throw new ModelError('CACHE_FOREIGN', 'unknown cache', { got: 'something else', expected, where })
    }
    if (!table.live) {
      const got = `a released cache of length ${cache.length}`
      throw new ModelError('CACHE_RELEASED', 'cache used after release', { got, expected, where })
    }
    return table
  }

  function reserve(count: number): void {
    if (free.length >= count) return
    const added = grow(Math.max(count - free.length, Math.min(capacity >> 2, MAX_SPARE_SLOTS)))
    const grown = new Int32Array(capacity + added)
    grown.set(holders)
    holders = grown
    // Below the recycled ones and highest first, so that neighbours in a sequence are neighbours in memory.
    const fresh = Array.from({ length: added }, (_, i) => capacity + added - 1 - i)
    free = [...fresh, ...free]
    capacity += added
  }

  function extend(parent: Cache | null, count: number): Cache {
    const inherited = parent === null ? new Int32Array(0) : lookUp(parent, 'extend').slots
    reserve(count)
    const slots = new Int32Array(inherited.length + count)
    slots.set(inherited)
    for (let i = inherited.length; i < slots.length; i++) slots[i] = free.pop()!
    return hold(slots)
  }

  function graft(base: Cache, donor: Cache, at: number): Cache {
    const [head, tail] = [lookUp(base, 'graft, base').slots, lookUp(donor, 'graft, donor').slots]
    const most = Math.min(head.length, tail.length)
    if (!Number.isInteger(at) || at < 1 || at > most) {
      const expected = `a position that both have, 1 to ${most}`
      throw new ModelError('INPUT_LENGTH', 'no place to graft', { got: String(at), expected, where: 'at' })
    }
    const slots = tail.slice()
    slots.set(head.subarray(0, at))
    return hold(slots)
  }

  function hold(slots: Int32Array): Cache {
    for (const slot of slots) holders[slot]!++
    const cache: Cache = Object.freeze({ length: slots.length })
    tables.set(cache, { slots, live: true })
    caches++
    return cache
  }

  function release(cache: Cache): void {
    const table = lookUp(cache, 'release')
    table.live = false
    caches--
    for (let i = table.slots.length - 1; i >= 0; i--) {
      const slot = table.slots[i]!
      if (--holders[slot]! === 0) free.push(slot)
    }
  }

  return {
    slotsOf: (cache, where) => lookUp(cache, where).slots,
    reserve,
    extend,
    graft,
    release,
    usage: () => ({ caches, positions: capacity - free.length, positionCapacity: capacity }),
  }
}
