/** x [n, inputs] · weightᵀ with weight [outputs, inputs]: [n, outputs]. */
export function linear(x: Float32Array, weight: Float32Array, inputs: number): Float32Array {
  const outputs = weight.length / inputs
  const n = x.length / inputs
  const out = new Float32Array(n * outputs)
  for (let row = 0; row < n; row++) {
    for (let o = 0; o < outputs; o++) {
      let sum = 0
      for (let k = 0; k < inputs; k++) sum += x[row * inputs + k]! * weight[o * inputs + k]!
      out[row * outputs + o] = sum
    }
  }
  return out
}

/** x * weight / sqrt(mean(x²) + 1e-5) for each row of x [n, dim] (RMSNorm, Zhang & Sennrich 2019). */
export function rmsNorm(x: Float32Array, weight: Float32Array): Float32Array {
  const dim = weight.length
  const out = new Float32Array(x.length)
  for (let row = 0; row < x.length; row += dim) {
    let squares = 0
    for (let i = 0; i < dim; i++) squares += x[row + i]! ** 2
    const scale = 1 / Math.sqrt(squares / dim + 1e-5)
    for (let i = 0; i < dim; i++) out[row + i] = x[row + i]! * scale * weight[i]!
  }
  return out
}

/** Adds `more` to x in place. */
export function addTo(x: Float32Array, more: Float32Array): void {
  for (let i = 0; i < x.length; i++) x[i]! += more[i]!
}

/** max(x, 0)² in place (squared ReLU, So et al. 2021, Primer). */
export function squaredRelu(x: Float32Array): void {
  for (let i = 0; i < x.length; i++) x[i] = Math.max(x[i]!, 0) ** 2
}

/** Softmax in place. */
export function softmax(scores: Float64Array): void {
  const top = scores.reduce((a, b) => Math.max(a, b))
  let total = 0
  for (let i = 0; i < scores.length; i++) total += scores[i] = Math.exp(scores[i]! - top)
  for (let i = 0; i < scores.length; i++) scores[i]! /= total
}
