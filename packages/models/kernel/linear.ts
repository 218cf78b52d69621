/**
 * out[n, outDim] = x[n, inDim] · Wᵀ with W packed into panels of 8 output columns: panel p holds, for k = 0 .. inDim-1, the
 * weights of the outputs 8p .. 8p+7. Every output is one sum over k in ascending order, whatever the batch, so a row gets the
 * same bits alone and among others. outDim is a multiple of 8. Rows up to the next multiple of four may be read and written too:
 * they hold nothing of meaning, but x and out must have room for them.
 */

/** What happens with a finished sum. */
const ADD: i32 = 1
const RELU_SQUARED: i32 = 2

/** Bytes of one k of a panel: 8 columns of f32. */
const STEP: usize = 32
/** Rows that share one pass over the weights; their inputs stay in the first-level cache. */
const ROWS_PER_PASS: i32 = 32

export function linear(x: usize, n: i32, inDim: i32, packed: usize, outDim: i32, out: usize, mode: i32): void {
  for (let start: i32 = 0; start < n; start += ROWS_PER_PASS) {
    const count = min(ROWS_PER_PASS, n - start)
    pass(x + <usize>(start * inDim) * 4, count, inDim, packed, outDim, out + <usize>(start * outDim) * 4, mode)
  }
}

function pass(x: usize, n: i32, inDim: i32, packed: usize, outDim: i32, out: usize, mode: i32): void {
  const xStride = <usize>inDim * 4
  const outStride = <usize>outDim * 4
  const panelBytes = <usize>inDim * STEP
  // Four rows at once cost less than two by themselves: two or three left over are filled up to four.
  const blocked = (n & 3) > 1 ? (n + 3) & ~3 : n & ~3
  const panels = outDim >> 3
  let panel: i32 = 0
  for (; panel + 4 <= panels; panel += 4) {
    const weights = packed + <usize>panel * panelBytes
    const column = out + <usize>panel * STEP
    if (blocked > 0) {
      for (let i: usize = 0; i < 4; i++) {
        for (let row: i32 = 0; row < blocked; row += 4) {
          fourRows(
            x + <usize>row * xStride,
            xStride,
            inDim,
            weights + i * panelBytes,
            column + i * STEP + <usize>row * outStride,
            outStride,
            mode,
          )
        }
      }
    }
    for (let row = blocked; row < n; row++) {
      oneRowWide(x + <usize>row * xStride, inDim, weights, panelBytes, column + <usize>row * outStride, mode)
    }
  }
  for (; panel < panels; panel++) {
    const weights = packed + <usize>panel * panelBytes
    const column = out + <usize>panel * STEP
    let row: i32 = 0
    for (; row < blocked; row += 4) {
      fourRows(x + <usize>row * xStride, xStride, inDim, weights, column + <usize>row * outStride, outStride, mode)
    }
    for (; row < n; row++) oneRow(x + <usize>row * xStride, inDim, weights, column + <usize>row * outStride, mode)
  }
}

function finish(at: usize, sum: v128, mode: i32): void {
  if (mode == ADD) {
    sum = f32x4.add(v128.load(at), sum)
  } else if (mode == RELU_SQUARED) {
    sum = f32x4.max(sum, f32x4.splat(0))
    sum = f32x4.mul(sum, sum)
  }
  v128.store(at, sum)
}

function multiplyAdd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b))
}

/** 4 rows x 8 columns: eight accumulators, two weight vectors and one input fit the 16 registers of x86. */
function fourRows(x: usize, xStride: usize, inDim: i32, weights: usize, out: usize, outStride: usize, mode: i32): void {
  let x1 = x + xStride
  let x2 = x1 + xStride
  let x3 = x2 + xStride
  const end = x + <usize>inDim * 4
  let a0 = f32x4.splat(0)
  let a1 = f32x4.splat(0)
  let b0 = f32x4.splat(0)
  let b1 = f32x4.splat(0)
  let c0 = f32x4.splat(0)
  let c1 = f32x4.splat(0)
  let d0 = f32x4.splat(0)
  let d1 = f32x4.splat(0)
  while (x < end) {
    const w0 = v128.load(weights)
    const w1 = v128.load(weights, 16)
    const a = v128.load_splat<f32>(x)
    a0 = multiplyAdd(a0, a, w0)
    a1 = multiplyAdd(a1, a, w1)
    const b = v128.load_splat<f32>(x1)
    b0 = multiplyAdd(b0, b, w0)
    b1 = multiplyAdd(b1, b, w1)
    const c = v128.load_splat<f32>(x2)
    c0 = multiplyAdd(c0, c, w0)
    c1 = multiplyAdd(c1, c, w1)
    const d = v128.load_splat<f32>(x3)
    d0 = multiplyAdd(d0, d, w0)
    d1 = multiplyAdd(d1, d, w1)
    weights += STEP
    x += 4
    x1 += 4
    x2 += 4
    x3 += 4
  }
  finish(out, a0, mode)
  finish(out + 16, a1, mode)
  out += outStride
  finish(out, b0, mode)
  finish(out + 16, b1, mode)
  out += outStride
  finish(out, c0, mode)
  finish(out + 16, c1, mode)
  out += outStride
  finish(out, d0, mode)
  finish(out + 16, d1, mode)
}

/** 1 row x 32 columns, the shape of a single sample: eight independent sums hide the latency of the additions. */
function oneRowWide(x: usize, inDim: i32, weights: usize, panelBytes: usize, out: usize, mode: i32): void {
  let w1 = weights + panelBytes
  let w2 = w1 + panelBytes
  let w3 = w2 + panelBytes
  const end = x + <usize>inDim * 4
  let a0 = f32x4.splat(0)
  let a1 = f32x4.splat(0)
  let b0 = f32x4.splat(0)
  let b1 = f32x4.splat(0)
  let c0 = f32x4.splat(0)
  let c1 = f32x4.splat(0)
  let d0 = f32x4.splat(0)
  let d1 = f32x4.splat(0)
  while (x < end) {
    const value = v128.load_splat<f32>(x)
    a0 = multiplyAdd(a0, value, v128.load(weights))
    a1 = multiplyAdd(a1, value, v128.load(weights, 16))
    b0 = multiplyAdd(b0, value, v128.load(w1))
    b1 = multiplyAdd(b1, value, v128.load(w1, 16))
    c0 = multiplyAdd(c0, value, v128.load(w2))
    c1 = multiplyAdd(c1, value, v128.load(w2, 16))
    d0 = multiplyAdd(d0, value, v128.load(w3))
    d1 = multiplyAdd(d1, value, v128.load(w3, 16))
    x += 4
    weights += STEP
    w1 += STEP
    w2 += STEP
    w3 += STEP
  }
  finish(out, a0, mode)
  finish(out + 16, a1, mode)
  finish(out + 32, b0, mode)
  finish(out + 48, b1, mode)
  finish(out + 64, c0, mode)
  finish(out + 80, c1, mode)
  finish(out + 96, d0, mode)
  finish(out + 112, d1, mode)
}

/** 1 row x 8 columns: what is left of an output that is no multiple of 32. */
function oneRow(x: usize, inDim: i32, weights: usize, out: usize, mode: i32): void {
  const end = x + <usize>inDim * 4
  let a0 = f32x4.splat(0)
  let a1 = f32x4.splat(0)
  for (; x < end; x += 4, weights += STEP) {
    const value = v128.load_splat<f32>(x)
    a0 = multiplyAdd(a0, value, v128.load(weights))
    a1 = multiplyAdd(a1, value, v128.load(weights, 16))
  }
  finish(out, a0, mode)
  finish(out + 16, a1, mode)
}
