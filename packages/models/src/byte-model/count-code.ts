/**
 * Counts as bytes: exact to 31, above that with four bits behind the leading one, so at most one part in 17 too small. A code stands for
 * more the higher it is.
 */
export function countOf(code: number): number {
  return code < 16 ? code : (16 + (code & 15)) * 2 ** ((code >> 4) - 1)
}

/** The code of the highest count that is not above this one. `count` whole, at least 0; from 507,904 on all are the same. */
export function countCode(count: number): number {
  if (count < 16) return count
  const shift = Math.min(14, 27 - Math.clz32(count))
  return Math.min(255, ((shift + 1) << 4) | (Math.min(31, count >> shift) - 16))
}
