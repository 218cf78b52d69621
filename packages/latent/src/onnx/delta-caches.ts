import { ModelError, type Cache } from '@espalier/models'
import type { ThoughtContract } from './contract.ts'

/** Keys and values of some positions of one sequence, and of all before them through their parents. [layers, heads, count, dim / heads] */
export interface Delta {
  readonly parent: Delta | null
  /** Positions up to and with these. */
  readonly length: number
  /** Positions held here. */
  readonly count: number
  readonly keys: Float32Array
  readonly values: Float32Array
}

/** A batch as the graph takes and gives it. [layers, batch, heads, positions, dim / heads] */
export interface KeysAndValues {
  readonly keys: Float32Array
  readonly values: Float32Array
}

/**
 * The caches of a search: each holds its own positions only and points at what it grew from, so a thought costs 2 * layers * dim floats
 * however long its line is. Memory goes with the last cache that leads through it, by garbage collection; `release` is what finds mistakes.
 */
export interface DeltaCaches {
  /** Throws `CACHE_FOREIGN` or `CACHE_RELEASED`. */
  deltaOf(cache: Cache, where: string): Delta
  /** The caches of the rows of a batch that came back from the graph, each `count` positions longer than its parent. */
  split(parents: readonly (Delta | null)[], count: number, present: KeysAndValues): readonly Cache[]
  /** The past of rows of equal length. */
  gather(rows: readonly (Delta | null)[], past: number): KeysAndValues
  release(cache: Cache): void
}

export function createDeltaCaches({ dim, layers, heads }: ThoughtContract): DeltaCaches {
  const size = dim / heads
  const deltas = new WeakMap<Cache, { readonly delta: Delta; live: boolean }>()

  function entryOf(cache: Cache, where: string): { readonly delta: Delta; live: boolean } {
    const entry = deltas.get(cache)
    const expected = 'a live cache of this model'
    if (entry === undefined)
      throw new ModelError('CACHE_FOREIGN', 'unknown cache', { got: 'something else', expected, where })
    if (!entry.live) {
      const got = `a released cache of length ${cache.length}`
      throw new ModelError('CACHE_RELEASED', 'cache used after release', { got, expected, where })
    }
    return entry
  }

  function split(parents: readonly (Delta | null)[], count: number, { keys, values }: KeysAndValues): readonly Cache[] {
    const chunk = heads * count * size
    const own = (from: Float32Array, row: number): Float32Array => {
      const to = new Float32Array(layers * chunk)
      for (let layer = 0; layer < layers; layer++) {
        const at = (layer * parents.length + row) * chunk
        to.set(from.subarray(at, at + chunk), layer * chunk)
      }
      return to
    }
    return parents.map((parent, row) => {
      const length = (parent?.length ?? 0) + count
      const cache: Cache = Object.freeze({ length })
      const delta = { parent, length, count, keys: own(keys, row), values: own(values, row) }
      deltas.set(cache, { delta, live: true })
      return cache
    })
  }

  function gather(rows: readonly (Delta | null)[], past: number): KeysAndValues {
    const keys = new Float32Array(layers * rows.length * heads * past * size)
    const values = new Float32Array(keys.length)
    for (const [row, last] of rows.entries()) {
      for (let delta = last; delta !== null; delta = delta.parent) {
        const chunk = delta.count * size
        const begin = (delta.length - delta.count) * size
        for (let layer = 0; layer < layers; layer++) {
          for (let head = 0; head < heads; head++) {
            const from = (layer * heads + head) * chunk
            const to = ((layer * rows.length + row) * heads + head) * past * size + begin
            keys.set(delta.keys.subarray(from, from + chunk), to)
            values.set(delta.values.subarray(from, from + chunk), to)
          }
        }
      }
    }
    return { keys, values }
  }

  return {
    deltaOf: (cache, where) => entryOf(cache, where).delta,
    split,
    gather,
    release(cache) {
      entryOf(cache, 'release').live = false
    },
  }
}
