import { drawNormal, type Draw } from '@espalier/core'

export function lengthOf(vector: Float32Array): number {
  let sum = 0
  for (const x of vector) sum += x * x
  return Math.sqrt(sum)
}

/** The vector brought to a length: what a model is fed with lies at the length of what it has seen. A vector of zeros stays. */
export function atLength(vector: Float32Array | Float64Array, length: number): Float32Array {
  let sum = 0
  for (const x of vector) sum += x * x
  return Float32Array.from(vector, sum === 0 ? (x) => x : (x) => (x * length) / Math.sqrt(sum))
}

/** A uniformly random direction, length 1. */
export function randomDirection(dim: number, draw: Draw): Float64Array {
  const direction = Float64Array.from({ length: dim }, () => drawNormal(draw))
  const length = Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0))
  return direction.map((x) => x / length)
}
