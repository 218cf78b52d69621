/** A share or a difference of shares with its 95 % interval; n is how many it is over. */
export interface Estimate {
  readonly n: number
  readonly value: number
  readonly low: number
  readonly high: number
}

/** 97.5 % quantile of the standard normal. */
const Z = 1.959963984540054

/** Share with Wilson's score interval (1927). Null of nothing. */
export function shareOf(flags: readonly boolean[]): Estimate | null {
  const n = flags.length
  if (n === 0) return null
  const value = flags.filter(Boolean).length / n
  const middle = (value + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n)
  const half = (Z * Math.sqrt((value * (1 - value)) / n + (Z * Z) / (4 * n * n))) / (1 + (Z * Z) / n)
  return { n, value, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/**
 * First share less the second one, of pairs of flags of the same things, with the adjusted Wald interval for paired shares (Bonett & Price 2012,
 * eq. 4). Null of nothing.
 */
export function differenceOf(pairs: readonly (readonly [boolean, boolean])[]): Estimate | null {
  const n = pairs.length
  if (n === 0) return null
  const onlyFirst = pairs.filter(([first, second]) => first && !second).length
  const onlySecond = pairs.filter(([first, second]) => second && !first).length
  const a = (onlyFirst + 1) / (n + 2)
  const b = (onlySecond + 1) / (n + 2)
  const half = Z * Math.sqrt((a + b - (a - b) ** 2) / (n + 2))
  return {
    n,
    value: (onlyFirst - onlySecond) / n,
    low: Math.max(-1, a - b - half),
    high: Math.min(1, a - b + half),
  }
}
