/**
 * Keyed random numbers: a draw is a pure function of (seed, trial, k), so it does not depend on which results came back first.
 * Two rounds of the murmur3 finaliser over the mixed key; 32 bits, uniform to the eye of a chi-square test.
 */

/** Uniform in [0, 1). */
export type Draw = () => number

/** The k-th uniform number in [0, 1) of a trial. `seed`, `trial` and `k` are taken modulo 2^32. */
export function keyedDraw(seed: number, trial: number, k: number): number {
  return drawOf(keyOf(seed, trial), k)
}

/** What the draws of a trial have in common. */
function keyOf(seed: number, trial: number): number {
  const h = mix((seed ^ 0x9e3779b9) >>> 0)
  return mix((h + Math.imul(trial, 0x85ebca6b)) >>> 0)
}

function drawOf(key: number, k: number): number {
  return mix((key ^ Math.imul(k + 1, 0xc2b2ae35)) >>> 0) / 4294967296
}

function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

/** A source of the draws k = 0, 1, 2, ... of one trial. */
export function drawsOf(seed: number, trial: number): Draw {
  const key = keyOf(seed, trial)
  let k = 0
  return () => drawOf(key, k++)
}

/** Draws that belong to a node, apart from those of all trials. */
export function nodeDraws(seed: number, node: number): Draw {
  return drawsOf(seed, -1 - node)
}
