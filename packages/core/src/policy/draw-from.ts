import { portableExp, portableLog } from '../portable-math.ts'
import type { Draw } from '../random.ts'

/** Keeps logarithms of draws finite: half the step between two draws. */
const TINY = 2 ** -33

/** Standard normal, by Marsaglia's polar method (Marsaglia & Bray 1964): no sine or cosine, which engines round differently. */
export function drawNormal(draw: Draw): number {
  for (;;) {
    const x = 2 * draw() - 1
    const y = 2 * draw() - 1
    const s = x * x + y * y
    if (s > 0 && s < 1) return x * Math.sqrt((-2 * portableLog(s)) / s)
  }
}

/** Gamma of this shape (above 0) and scale 1 (Marsaglia & Tsang 2000; shapes below 1 by their §6). */
export function drawGamma(draw: Draw, shape: number): number {
  if (shape < 1) return drawGamma(draw, shape + 1) * portableExp(portableLog(draw() + TINY) / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = drawNormal(draw)
    const v = (1 + c * x) ** 3
    if (v > 0 && portableLog(draw() + TINY) < 0.5 * x * x + d - d * v + d * portableLog(v)) return d * v
  }
}

/** Beta(a, b), both above 0. */
export function drawBeta(draw: Draw, a: number, b: number): number {
  const x = drawGamma(draw, a)
  const y = drawGamma(draw, b)
  return x + y === 0 ? a / (a + b) : x / (x + y)
}

/** Standard Gumbel: -log(-log u). */
export function drawGumbel(draw: Draw): number {
  return -portableLog(-portableLog(draw() + TINY))
}
