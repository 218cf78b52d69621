import { expect, it } from 'vitest'
import { drawsOf } from '../random.ts'
import { drawBeta, drawGamma, drawGumbel, drawNormal, drawStudent } from './draw-from.ts'
import { studentBorders, studentTail } from './student-tail.ts'

const N = 40_000

/** Mean and variance of many draws; with N of them a standard error is variance / 200. */
function momentsOf(sample: (draw: () => number) => number): readonly [number, number] {
  const draw = drawsOf(7, 0)
  let sum = 0
  let squares = 0
  for (let i = 0; i < N; i++) {
    const x = sample(draw)
    sum += x
    squares += x * x
  }
  const mean = sum / N
  return [mean, squares / N - mean * mean]
}

it('draws with the mean and the variance of the textbook', () => {
  const EULER = 0.5772156649
  const cases: readonly (readonly [string, (draw: () => number) => number, number, number])[] = [
    ['normal', drawNormal, 0, 1],
    ['gamma(0.4)', (draw) => drawGamma(draw, 0.4), 0.4, 0.4],
    ['gamma(1)', (draw) => drawGamma(draw, 1), 1, 1],
    ['gamma(9)', (draw) => drawGamma(draw, 9), 9, 9],
    ['beta(2, 3)', (draw) => drawBeta(draw, 2, 3), 0.4, 0.04],
    ['beta(0.5, 0.5)', (draw) => drawBeta(draw, 0.5, 0.5), 0.5, 0.125],
    ['gumbel', drawGumbel, EULER, Math.PI ** 2 / 6],
  ]
  for (const [name, sample, mean, variance] of cases) {
    const [m, v] = momentsOf(sample)
    expect(Math.abs(m - mean), `mean of ${name}`).toBeLessThan(4 * Math.sqrt(variance / N))
    expect(Math.abs(v / variance - 1), `variance of ${name}`).toBeLessThan(0.06)
  }
})

it('draws the quantiles of a normal and of a Gumbel', () => {
  const below = (sample: (draw: () => number) => number, x: number): number => {
    const draw = drawsOf(3, 1)
    let count = 0
    for (let i = 0; i < N; i++) if (sample(draw) < x) count++
    return count / N
  }
  expect(below(drawNormal, -1.2815516)).toBeCloseTo(0.1, 2)
  expect(below(drawNormal, 1.959964)).toBeCloseTo(0.975, 2)
  expect(below(drawGumbel, 0)).toBeCloseTo(Math.exp(-1), 2)
})

it('stays finite at the ends of a draw', () => {
  for (const u of [0, 1 - 2 ** -32]) {
    expect(Number.isFinite(drawGumbel(() => u))).toBe(true)
    expect(drawGamma(drawsOf(1, 1), 1e-3)).toBeGreaterThanOrEqual(0)
  }
})

/** P(T <= x) of Student's t. */
const studentBelow = (degrees: number, x: number): number =>
  x < 0 ? studentTail(degrees, -x) : 1 - studentTail(degrees, x)

it('draws Student as Student is distributed: Kolmogorov and Smirnov, at every number of degrees that has a way of its own', () => {
  for (const degrees of [1, 2, 3, 4, 5, 7, 19, 64, 1000]) {
    const draw = drawsOf(13, degrees)
    const sample = Float64Array.from({ length: N }, () => drawStudent(draw, degrees)).sort()
    let most = 0
    for (let i = 0; i < N; i += 8) {
      const p = studentBelow(degrees, sample[i]!)
      most = Math.max(most, p - i / N, (i + 1) / N - p)
    }
    // Above 1.95 / sqrt(N) once in 1,000.
    expect(most, `${degrees} degrees`).toBeLessThan(1.95 / Math.sqrt(N))
  }
})

it('draws the tails of Student too, where a choice among many arms is decided', () => {
  for (const degrees of [1, 2, 3, 4, 9]) {
    const draw = drawsOf(17, degrees)
    const borders = studentBorders(degrees)
    const tails = 12
    const counts = new Float64Array(tails + 1)
    for (let i = 0; i < 8 * N; i++) {
      const x = drawStudent(draw, degrees)
      let k = 0
      while (k < tails && x > borders[k + 1]!) k++
      counts[k]! += 1
    }
    let chi = 0
    for (let k = 0; k <= tails; k++) {
      const expected = 8 * N * (k === tails ? 2 ** -tails : 2 ** -(k + 1))
      chi += (counts[k]! - expected) ** 2 / expected
    }
    // 12 degrees of freedom: above 32.9 once in 1,000.
    expect(chi, `${degrees} degrees`).toBeLessThan(32.9)
  }
})

it('draws a gamma as the sum of exponentials is distributed, squeeze or not', () => {
  const draw = drawsOf(23, 0)
  for (const shape of [1, 2, 5]) {
    const sample = Float64Array.from({ length: N }, () => drawGamma(draw, shape)).sort()
    let most = 0
    for (const [i, x] of sample.entries()) {
      let term = 1
      let sum = 1
      for (let k = 1; k < shape; k++) sum += term *= x / k
      const p = 1 - sum * Math.exp(-x)
      most = Math.max(most, p - i / N, (i + 1) / N - p)
    }
    expect(most, `shape ${shape}`).toBeLessThan(1.95 / Math.sqrt(N))
  }
})
