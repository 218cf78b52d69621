import { drawNormal, drawsOf } from '@espalier/core'

/** Points around a centre a label, one label after the other in turn. `spread`: deviation in each direction. */
export function clouds(seed: number, count: number, centres: readonly (readonly number[])[], spread: number) {
  const draw = drawsOf(seed, 0)
  const labels = Array.from({ length: count * centres.length }, (_, i) => i % centres.length)
  const states = labels.map((label) => Float32Array.from(centres[label]!, (x) => x + spread * drawNormal(draw)))
  return { states, labels }
}

/** The same labels in another order, by Fisher and Yates. */
export function shuffled<T>(seed: number, values: readonly T[]): T[] {
  const draw = drawsOf(seed, 1)
  const order = [...values]
  for (let i = order.length - 1; i > 0; i--) {
    const k = Math.floor(draw() * (i + 1))
    const held = order[i]!
    order[i] = order[k]!
    order[k] = held
  }
  return order
}

/** Unit vector along one axis, times `size`. */
export function axis(dim: number, i: number, size: number): readonly number[] {
  return Array.from({ length: dim }, (_, k) => (k === i ? size : 0))
}
