import { expect, it } from 'vitest'
import { drawsOf, keyedDraw } from './random.ts'

it('is the same number on every machine and in every version', () => {
  expect([
    keyedDraw(0, 0, 0),
    keyedDraw(0, 0, 1),
    keyedDraw(0, 1, 0),
    keyedDraw(1, 0, 0),
    keyedDraw(0xffffffff, 7, 3),
  ]).toEqual([0.3628115630708635, 0.09658755967393517, 0.3176174445543438, 0.35048749134875834, 0.23203753144480288])
})

it('does not depend on what was drawn before', () => {
  const forward = Array.from({ length: 20 }, (_, k) => keyedDraw(5, 3, k))
  const backward = Array.from({ length: 20 }, (_, k) => keyedDraw(5, 3, 19 - k)).reverse()
  const draw = drawsOf(5, 3)
  expect(backward).toEqual(forward)
  expect(forward.map(() => draw())).toEqual(forward)
})

/** Chi-square of counts in 64 bins; 63 degrees of freedom, so the 1e-6 tails lie at about 21 and 133. */
function chiSquare(samples: readonly number[]): number {
  const bins = Array.from({ length: 64 }, () => 0)
  for (const x of samples) bins[Math.floor(x * 64)]! += 1
  const expected = samples.length / 64
  return bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
}

const N = 64_000
const sequences: readonly [string, (i: number) => number][] = [
  ['draws of one trial', (k) => keyedDraw(1, 2, k)],
  ['first draws of trials', (trial) => keyedDraw(1, trial, 0)],
  ['first draws of seeds', (seed) => keyedDraw(seed, 0, 0)],
  ['trial and draw together', (i) => keyedDraw(9, i >> 8, i & 255)],
]

it.each(sequences)('is uniform over %s', (_, at) => {
  const samples = Array.from({ length: N }, (_, i) => at(i))
  expect(samples.every((x) => x >= 0 && x < 1)).toBe(true)
  const statistic = chiSquare(samples)
  expect(statistic).toBeGreaterThan(21)
  expect(statistic).toBeLessThan(133)
})

it.each(sequences)('has no correlation between neighbours: %s', (_, at) => {
  let sum = 0
  for (let i = 0; i < N; i++) sum += (at(i) - 0.5) * (at(i + 1) - 0.5)
  // A standard deviation of the mean product is 1 / (12 sqrt(N)).
  expect(Math.abs((sum / N) * 12 * Math.sqrt(N))).toBeLessThan(5)
})

it('gives different seeds, trials and draws different numbers', () => {
  const numbers = new Set<number>()
  for (let seed = 0; seed < 10; seed++)
    for (let trial = 0; trial < 10; trial++) for (let k = 0; k < 10; k++) numbers.add(keyedDraw(seed, trial, k))
  expect(numbers.size).toBe(1000)
})
