import type { BatchRow } from '../forward-batch.ts'
import type { RotaryTable } from '../rotary-table.ts'
import type { TransformerConfig } from '../transformer-config.ts'
import { softmax } from './reference-math.ts'

/** Keys and values of one position in one layer: [dim] each, the key already rotated. */
export interface KeyValue {
  readonly key: Float32Array
  readonly value: Float32Array
}

/** `store[slot][layer]`. */
export type KeyValueStore = KeyValue[][]

/** Attention of the new positions, qkv [count, 3, heads, headDim], over their sequence; writes their keys and values: [count, dim]. */
export function attend(
  config: TransformerConfig,
  rotary: RotaryTable,
  store: KeyValueStore,
  layer: number,
  row: BatchRow,
  qkv: Float32Array,
): Float32Array {
  const { dim, heads } = config
  const headDim = dim / heads
  const queries: Float32Array[] = []
  for (let t = 0; t < row.count; t++) {
    const position = row.cached + t
    const at = t * 3 * dim
    queries.push(rotate(qkv.subarray(at, at + dim), heads, position, rotary))
    const key = rotate(qkv.subarray(at + dim, at + 2 * dim), heads, position, rotary)
    store[row.slots[position]!]![layer] = { key, value: qkv.slice(at + 2 * dim, at + 3 * dim) }
  }
  const out = new Float32Array(row.count * dim)
  for (let t = 0; t < row.count; t++) {
    const length = row.full ? row.cached + row.count : row.cached + t + 1
    const seen = Array.from(row.slots.subarray(0, length), (slot) => store[slot]![layer]!)
    for (let head = 0; head < heads; head++) {
      const first = head * headDim
      const weights = Float64Array.from(seen, ({ key }) => {
        let dot = 0
        for (let i = first; i < first + headDim; i++) dot += queries[t]![i]! * key[i]!
        return dot / Math.sqrt(headDim)
      })
      softmax(weights)
      for (let i = first; i < first + headDim; i++) {
        out[t * dim + i] = seen.reduce((sum, { value }, j) => sum + weights[j]! * value[i]!, 0)
      }
    }
  }
  return out
}

/** Rotary position embedding of all heads of one vector; the two halves of a head are the pairs. */
function rotate(x: Float32Array, heads: number, position: number, { cosines, sines }: RotaryTable): Float32Array {
  const out = new Float32Array(x.length)
  const headDim = x.length / heads
  const half = headDim / 2
  for (let first = 0; first < x.length; first += headDim) {
    for (let i = 0; i < half; i++) {
      const [a, b] = [x[first + i]!, x[first + half + i]!]
      const [cos, sin] = [cosines[position * half + i]!, sines[position * half + i]!]
      out[first + i] = a * cos - b * sin
      out[first + half + i] = b * cos + a * sin
    }
  }
  return out
}
