/** A uniform number in [0, 1). */
export type Draw = () => number

/**
 * A seeded stream of uniform numbers in [0, 1) with 32 random bits each (mulberry32, period 2^32): the same seed gives the
 * same stream on every machine. Enough for drawing puzzles, not for cryptography. Only the lower 32 bits of `seed` count.
 */
export function seededDraw(seed: number): Draw {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A uniform index below `length`. */
export function drawIndex(draw: Draw, length: number): number {
  return Math.min(length - 1, Math.floor(draw() * length))
}
