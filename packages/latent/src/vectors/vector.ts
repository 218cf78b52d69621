/** A hidden state, a thought, a row of log-probabilities. */
export type Vector = Float32Array | Float64Array

export function dot(a: Vector, b: Vector): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

export function norm(a: Vector): number {
  return Math.sqrt(dot(a, a))
}

export function squaredDistance(a: Vector, b: Vector): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) {
    const difference = a[i]! - b[i]!
    sum += difference * difference
  }
  return sum
}

/** In [-1, 1] whatever rounding does; 0 where one of the two has no direction. */
export function cosine(a: Vector, b: Vector): number {
  const lengths = norm(a) * norm(b)
  return lengths === 0 ? 0 : Math.max(-1, Math.min(1, dot(a, b) / lengths))
}
