import { checkVectors } from './forward-batch.ts'

/** The vectors of all parts, each [dim] or [n, dim], as one [n, dim]. Throws `INPUT_LENGTH` or `INPUT_NOT_FINITE`. */
export function joinRows(dim: number, parts: readonly Float32Array[]): Float32Array {
  const counts = parts.map((part, i) => checkVectors(dim, part, `hidden ${i}`))
  const joined = new Float32Array(counts.reduce((sum, n) => sum + n, 0) * dim)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
