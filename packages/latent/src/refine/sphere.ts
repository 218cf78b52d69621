import { drawNormal, type Draw } from '@espalier/core'
import { dot, norm, type Vector } from '../vectors/vector.ts'

/** A vector of any length, not zero, brought to the given one. */
export function withNorm(vector: Vector, length: number): Float32Array {
  const scale = length / norm(vector)
  return Float32Array.from(vector, (x) => x * scale)
}

/** Uniform on the sphere of vectors of this length. */
export function drawOnSphere(draw: Draw, dim: number, length: number): Float32Array {
  return withNorm(drawNormals(draw, dim), length)
}

/**
 * From `centre` (not zero), a step to the side in a uniformly drawn direction, then back to the sphere of this length. `step`: in units of
 * the sphere's radius; the tangent of the angle that results.
 */
export function drawBeside(draw: Draw, centre: Vector, step: number, length: number): Float32Array {
  const side = drawNormals(draw, centre.length)
  const along = dot(side, centre) / dot(centre, centre)
  for (let i = 0; i < side.length; i++) side[i]! -= along * centre[i]!
  const scale = (step * norm(centre)) / norm(side)
  return withNorm(
    side.map((x, i) => centre[i]! + scale * x),
    length,
  )
}

function drawNormals(draw: Draw, dim: number): Float64Array {
  return Float64Array.from({ length: dim }, () => drawNormal(draw))
}
