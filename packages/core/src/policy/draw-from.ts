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
    const t = 1 + c * x
    if (t <= 0) continue
    const v = t * t * t
    const u = draw()
    // Their squeeze: inside it the exact test below accepts as well, and 49 of 50 draws need no logarithm.
    if (u < 1 - 0.0331 * x * x * x * x) return d * v
    if (portableLog(u + TINY) < 0.5 * x * x + d - d * v + d * portableLog(v)) return d * v
  }
}

/**
 * Standard Student's t by the polar method (Bailey 1994): exact, and one logarithm and one exponential in place of a normal and a gamma.
 * `degrees`: above 0.
 */
export function drawStudent(draw: Draw, degrees: number): number {
  for (;;) {
    const x = 2 * draw() - 1
    const y = 2 * draw() - 1
    const s = x * x + y * y
    if (s > 0 && s < 1) return x * Math.sqrt((degrees * (inversePower(s, degrees) - 1)) / s)
  }
}

/** s^(-2 / degrees), for s in (0, 1); without logarithms where arms that were seen once or twice need it. */
function inversePower(s: number, degrees: number): number {
  if (degrees === 1) return 1 / (s * s)
  if (degrees === 2) return 1 / s
  if (degrees === 4) return 1 / Math.sqrt(s)
  return portableExp((-2 / degrees) * portableLog(s))
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
