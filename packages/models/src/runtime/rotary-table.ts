import type { Positions } from './transformer-config.ts'

/**
 * Cosines and sines of rotary position embedding (Su et al. 2021): [context, headDim / 2], angle of position p and pair i is
 * p * 10000^(-i / (headDim / 2)). Math.pow, Math.sin and Math.cos differ between engines in the last bit, so the series are summed
 * here in doubles with the four exact operations only: every machine gets the same bits.
 */
export interface RotaryTable {
  readonly cosines: Float32Array
  readonly sines: Float32Array
}

const LN_10000 = 9.210340371976184
const HALF_PI_HIGH = 1.5707963267341256
/** π/2 minus its first 33 bits, which HALF_PI_HIGH holds: a small whole number times HALF_PI_HIGH is exact. */
const HALF_PI_LOW = 6.077100506506192e-11

/** Without positions nothing is turned: every cosine is 1 and every sine 0. */
export function rotaryTable(context: number, headDim: number, positions: Positions = 'rotary'): RotaryTable {
  const half = headDim / 2
  const cosines = new Float32Array(context * half).fill(1)
  const sines = new Float32Array(context * half)
  if (positions === 'none') return { cosines, sines }
  for (let i = 0; i < half; i++) {
    const frequency = exponential((-i / half) * LN_10000)
    for (let position = 0; position < context; position++) {
      const [cos, sin] = cosineAndSine(position * frequency)
      cosines[position * half + i] = cos
      sines[position * half + i] = sin
    }
  }
  return { cosines, sines }
}

/** e^x for -16 < x <= 0, by the series at x / 1024 and ten squarings. Error below 1e-12. */
function exponential(x: number): number {
  const small = x / 1024
  let term = 1
  let sum = 1
  for (let n = 1; n <= 12; n++) {
    term = (term * small) / n
    sum += term
  }
  for (let i = 0; i < 10; i++) sum *= sum
  return sum
}

/** [cos x, sin x] for 0 <= x < 10^5: reduced to |r| <= π/4 around a multiple of π/2, then the series. */
function cosineAndSine(x: number): readonly [number, number] {
  const quarter = Math.floor(x / (HALF_PI_HIGH + HALF_PI_LOW) + 0.5)
  const r = x - quarter * HALF_PI_HIGH - quarter * HALF_PI_LOW
  let cos = 0
  let sin = 0
  let term = 1
  for (let n = 0; n <= 20; n += 2) {
    cos += term
    term = (term * r) / (n + 1)
    sin += term
    term = (-term * r) / (n + 2)
  }
  switch (quarter % 4) {
    case 0:
      return [cos, sin]
    case 1:
      return [-sin, cos]
    case 2:
      return [-cos, -sin]
    default:
      return [sin, -cos]
  }
}
