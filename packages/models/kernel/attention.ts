import { exp, sumOfLanes } from './vector-math'

/**
 * Rotary position embedding of n rows of [q | k | v] (3 dim values each; Su et al. 2021, halves of a head as the pairs): q is
 * rotated in place, the rotated k and the plain v go to the row's slot at slots[row] + layerOffset as [k | v]. `positions` holds the
 * absolute positions, `cosines` and `sines` are [context, headDim / 2]. headDim is a multiple of 8.
 */
export function rotateAndStore(
  qkv: usize,
  n: i32,
  heads: i32,
  headDim: i32,
  positions: usize,
  slots: usize,
  layerOffset: usize,
  cosines: usize,
  sines: usize,
): void {
  const dimBytes = <usize>(heads * headDim) * 4
  const halfBytes = <usize>headDim * 2
  for (let row: i32 = 0; row < n; row++) {
    const tableOffset = <usize>load<i32>(positions + <usize>row * 4) * halfBytes
    const slot = <usize>load<i32>(slots + <usize>row * 4) + layerOffset
    for (let head: usize = 0; head < <usize>heads; head++) {
      const headOffset = head * halfBytes * 2
      rotate(qkv + headOffset, qkv + headOffset, halfBytes, cosines + tableOffset, sines + tableOffset)
      rotate(qkv + dimBytes + headOffset, slot + headOffset, halfBytes, cosines + tableOffset, sines + tableOffset)
    }
    memory.copy(slot + dimBytes, qkv + dimBytes * 2, dimBytes)
    qkv += dimBytes * 3
  }
}

function rotate(from: usize, to: usize, halfBytes: usize, cosines: usize, sines: usize): void {
  for (let at: usize = 0; at < halfBytes; at += 16) {
    const a = v128.load(from + at)
    const b = v128.load(from + halfBytes + at)
    const cos = v128.load(cosines + at)
    const sin = v128.load(sines + at)
    v128.store(to + at, f32x4.sub(f32x4.mul(a, cos), f32x4.mul(b, sin)))
    v128.store(to + halfBytes + at, f32x4.add(f32x4.mul(b, cos), f32x4.mul(a, sin)))
  }
}

/**
 * Attention of one sequence: its n new positions (rows of [q | k | v] at qkv) over the slots of the whole sequence, `length` of
 * them, the new ones last. A new position sees what stands before it and itself, or everything if `full`. `scores` has room for
 * length + 3 values and starts at a multiple of 16. out is [n, dim].
 */
export function attention(
  qkv: usize,
  n: i32,
  slots: usize,
  length: i32,
  full: i32,
  heads: i32,
  headDim: i32,
  layerOffset: usize,
  scale: f32,
  scores: usize,
  out: usize,
): void {
  const dimBytes = <usize>(heads * headDim) * 4
  const headBytes = <usize>headDim * 4
  for (let row: i32 = 0; row < n; row++) {
    const seen = full ? length : length - n + row + 1
    for (let head: usize = 0; head < <usize>heads; head++) {
      const keys = layerOffset + head * headBytes
      score(qkv + head * headBytes, headBytes, slots, seen, keys, scale, scores)
      softmax(scores, seen)
      mix(scores, headBytes, slots, seen, keys + dimBytes, out + head * headBytes)
    }
    qkv += dimBytes * 3
    out += dimBytes
  }
}

function score(q: usize, headBytes: usize, slots: usize, seen: i32, keys: usize, scale: f32, scores: usize): void {
  for (let i: i32 = 0; i < seen; i++) {
    const key = <usize>load<i32>(slots + <usize>i * 4) + keys
    let even = f32x4.mul(v128.load(q), v128.load(key))
    let odd = f32x4.mul(v128.load(q, 16), v128.load(key, 16))
    for (let at: usize = 32; at < headBytes; at += 32) {
      even = f32x4.add(even, f32x4.mul(v128.load(q + at), v128.load(key + at)))
      odd = f32x4.add(odd, f32x4.mul(v128.load(q + at, 16), v128.load(key + at, 16)))
    }
    store<f32>(scores + <usize>i * 4, sumOfLanes(f32x4.add(even, odd)) * scale)
  }
}

/** In place over n >= 1 values; the vector loop runs over the next multiple of four, and what lies beyond n counts as zero. */
function softmax(scores: usize, n: i32): void {
  let top = load<f32>(scores)
  for (let i: i32 = 1; i < n; i++) top = max<f32>(top, load<f32>(scores + <usize>i * 4))
  const end = scores + <usize>n * 4
  const vectorEnd = (end + 15) & ~15
  for (let at = end; at < vectorEnd; at += 4) store<f32>(at, top)
  const highest = f32x4.splat(top)
  for (let at = scores; at < end; at += 16) v128.store(at, exp(f32x4.sub(v128.load(at), highest)))
  for (let at = end; at < vectorEnd; at += 4) store<f32>(at, 0)
  let total = f32x4.splat(0)
  for (let at = scores; at < end; at += 16) total = f32x4.add(total, v128.load(at))
  const factor = f32x4.splat(<f32>1 / sumOfLanes(total))
  for (let at = scores; at < end; at += 16) v128.store(at, f32x4.mul(v128.load(at), factor))
}

function mix(weights: usize, headBytes: usize, slots: usize, seen: i32, values: usize, out: usize): void {
  for (let at: usize = 0; at < headBytes; at += 32) {
    let low = f32x4.splat(0)
    let high = f32x4.splat(0)
    for (let i: i32 = 0; i < seen; i++) {
      const value = <usize>load<i32>(slots + <usize>i * 4) + values + at
      const weight = v128.load_splat<f32>(weights + <usize>i * 4)
      low = f32x4.add(low, f32x4.mul(weight, v128.load(value)))
      high = f32x4.add(high, f32x4.mul(weight, v128.load(value, 16)))
    }
    v128.store(out + at, low)
    v128.store(out + at, high, 16)
  }
}
