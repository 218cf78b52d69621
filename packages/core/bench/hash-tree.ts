import type { StateBackend } from '../src/index.ts'

/** The synthetic problem: a node is a 32-bit hash, child i and the value are murmur finalisers of it. Nothing to read, nothing to wait for. */
export const ROOT_HASH = 0x12345678

/** Signed, so that a hash is a small integer to the runtime and no number on the heap. */
export function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return x ^ (x >>> 16)
}

export function childHash(hash: number, index: number): number {
  return mix(hash ^ Math.imul(index + 1, 0x9e3779b1))
}

/** In [0, 1). */
export function valueOf(hash: number): number {
  return (mix(hash ^ 0xa5a5a5a5) >>> 0) / 4294967296
}

const LABELS = Array.from({ length: 64 }, (_, i) => `step ${i}`)

/** The same problem for the engine: a state is a hash, a step an index. It has no end. */
export const hashTree: StateBackend<number, number, number> = {
  name: 'hash-tree',
  root: (hash) => hash,
  extend: childHash,
  isTerminal: () => false,
  answer: () => null,
  label: (step) => LABELS[step] ?? `step ${step}`,
}
