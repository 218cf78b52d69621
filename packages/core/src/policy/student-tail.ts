import { portableExp, portableLog } from '../portable-math.ts'

/** Strata of a draw: the k-th holds tails between 2^-(k+1) and 2^-k. One for each leading zero of 32 bits, and what is beyond. */
export const STRATA = 33

const tables = new Map<number, Float64Array>()

/**
 * Borders between the strata of Student's t: entry k is the quantile of tail 2^-k; entry 0 is -Infinity, entry 1 the median 0, the last one
 * Infinity. `degrees`: whole, at least 1. Worked out once for each and kept: they depend on nothing else.
 */
export function studentBorders(degrees: number): Float64Array {
  let table = tables.get(degrees)
  if (table !== undefined) return table
  table = new Float64Array(STRATA + 1)
  table[0] = Number.NEGATIVE_INFINITY
  table[STRATA] = Number.POSITIVE_INFINITY
  const scale = gammaRatio(degrees)
  for (let k = 2; k < STRATA; k++) table[k] = quantileOf(degrees, scale, k * Math.LN2, table[k - 1]!)
  tables.set(degrees, table)
  return table
}

/** P(T > x) of Student's t, for x of at least 0. */
export function studentTail(degrees: number, x: number): number {
  return portableExp(-negativeLogTail(degrees, gammaRatio(degrees), x))
}

/** Where the tail is e^-surprise: bisection upwards from the last border, until the interval is as small as numbers get. */
function quantileOf(degrees: number, scale: number, surprise: number, from: number): number {
  let low = from
  let high = from * 2 + 1
  while (negativeLogTail(degrees, scale, high) < surprise) high *= 2
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return middle
    if (negativeLogTail(degrees, scale, middle) < surprise) low = middle
    else high = middle
  }
}

/**
 * -log P(T > x). The tail is half the regularised incomplete beta function I_w(degrees / 2, 1/2) at w = degrees / (degrees + x^2)
 * (Abramowitz & Stegun 26.7.1), by its continued fraction (DLMF 8.17.22); near the median by the complement, where that converges.
 */
function negativeLogTail(degrees: number, scale: number, x: number): number {
  const a = degrees / 2
  const squares = degrees + x * x
  const w = degrees / squares
  const front = a * portableLog(w) + 0.5 * portableLog((x * x) / squares) + portableLog(scale)
  if (w < (a + 1) / (a + 2.5)) return Math.LN2 - front + portableLog(a) - portableLog(betaFraction(a, 0.5, w))
  const centre = x === 0 ? 0 : 2 * portableExp(front) * betaFraction(0.5, a, (x * x) / squares)
  return Math.LN2 - portableLog(1 - centre)
}

/** 1 / B(degrees / 2, 1/2) = Gamma((degrees + 1) / 2) / (Gamma(degrees / 2) sqrt(pi)), by the recurrence of the gamma function. */
function gammaRatio(degrees: number): number {
  let ratio = 1 / Math.sqrt(Math.PI)
  for (let n = 1; n < degrees; n++) ratio = n / 2 / ratio
  return ratio / Math.sqrt(Math.PI)
}

/** The continued fraction of I_x(a, b) a B(a, b) / (x^a (1 - x)^b), from its end: 60 terms reach the last bit where it is used. */
function betaFraction(a: number, b: number, x: number): number {
  let value = 1
  for (let m = 60; m >= 1; m--) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    value = 1 + even / value
    const k = m - 1
    const odd = (-(a + k) * (a + b + k) * x) / ((a + 2 * k) * (a + 2 * k + 1))
    value = 1 + odd / value
  }
  return 1 / value
}
