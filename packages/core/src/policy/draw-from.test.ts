import { expect, it } from 'vitest'
import { drawsOf } from '../random.ts'
import { drawBeta, drawGamma, drawGumbel, drawNormal } from './draw-from.ts'

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
