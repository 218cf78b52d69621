import { sumOfLanes } from './vector-math'

/** out = x * weight / sqrt(mean(x²) + 1e-5) for n rows of dim values; dim is a multiple of 4 (RMSNorm, Zhang & Sennrich 2019). */
export function rmsNorm(x: usize, n: i32, dim: i32, weight: usize, out: usize): void {
  const bytes = <usize>dim * 4
  for (let row: i32 = 0; row < n; row++) {
    let squares = f32x4.splat(0)
    for (let at: usize = 0; at < bytes; at += 16) {
      const v = v128.load(x + at)
      squares = f32x4.add(squares, f32x4.mul(v, v))
    }
    const scale = f32x4.splat(<f32>1 / sqrt<f32>(sumOfLanes(squares) / <f32>dim + <f32>1e-5))
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(out + at, f32x4.mul(f32x4.mul(v128.load(x + at), scale), v128.load(weight + at)))
    }
    x += bytes
    out += bytes
  }
}
