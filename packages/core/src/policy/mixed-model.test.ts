import { describe, expect, it } from 'vitest'
import { drawsOf } from '../random.ts'
import { DEFAULT_MIXED, MixedModel, drawValue, type GroupEvidence } from './mixed-model.ts'

const groupOf = (...values: readonly number[]): GroupEvidence => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { count: values.length, mean, scatter: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) }
}

const CASES: readonly (readonly [string, readonly GroupEvidence[]])[] = [
  ['nothing', []],
  ['one value', [groupOf(0.9)]],
  ['children that differ', [groupOf(0.1, 0.15, 0.12), groupOf(0.8, 0.85), groupOf(0.4)]],
  ['children that do not', [groupOf(0.5, 0.7, 0.3), groupOf(0.6, 0.2), groupOf(0.55), groupOf(0.45, 0.5)]],
  ['a hundred values of much the same', [groupOf(...Array.from({ length: 100 }, (_, i) => 0.5 + 0.02 * Math.sin(i)))]],
]

/**
 * The posterior by brute force, in another way than the model's: the joint density of both spreads on a fine, even grid, each spread on its own
 * scale, with mu summed over a grid as well.
 */
function byBruteForce(groups: readonly GroupEvidence[]) {
  const { mean, meanSpread, groupSpread, valueSpread } = DEFAULT_MIXED
  const side = 120
  const moments = { weight: 0, mu: 0, muSquare: 0, sigmaA: 0, sigmaY: 0, next: 0, nextSquare: 0 }
  const logs: { readonly log: number; readonly a: number; readonly y: number; readonly mu: number }[] = []
  for (let i = 0; i < side; i++)
    for (let j = 0; j < side; j++)
      for (let k = 0; k < 40; k++) {
        // Finer towards 0, where spreads lie that many values speak for; the square's own measure is put back below.
        const a = 4 * groupSpread * ((i + 0.5) / side) ** 2
        const y = 4 * valueSpread * ((j + 0.5) / side) ** 2
        const mu = mean + meanSpread * ((k + 0.5) / 5 - 4)
        let log = -(((mu - mean) / meanSpread) ** 2) / 2 - (a / groupSpread) ** 2 / 2 - (y / valueSpread) ** 2 / 2
        for (const { count, mean: m, scatter } of groups) {
          const variance = a * a + (y * y) / count
          log += -((m - mu) ** 2) / (2 * variance) - Math.log(variance) / 2
          log += -(count - 1) * Math.log(y) - scatter / (2 * y * y)
        }
        logs.push({ log: log + Math.log((i + 0.5) * (j + 0.5)), a, y, mu })
      }
  const highest = logs.reduce((max, { log }) => Math.max(max, log), Number.NEGATIVE_INFINITY)
  for (const { log, a, y, mu } of logs) {
    const weight = Math.exp(log - highest)
    moments.weight += weight
    moments.mu += weight * mu
    moments.muSquare += weight * mu * mu
    moments.sigmaA += weight * a
    moments.sigmaY += weight * y
    moments.next += weight * mu
    moments.nextSquare += weight * (mu * mu + a * a + y * y)
  }
  const of = (sum: number): number => sum / moments.weight
  return {
    mu: of(moments.mu),
    muSpread: Math.sqrt(of(moments.muSquare) - of(moments.mu) ** 2),
    sigmaA: of(moments.sigmaA),
    sigmaY: of(moments.sigmaY),
    nextSpread: Math.sqrt(of(moments.nextSquare) - of(moments.next) ** 2),
  }
}

function bySampling(groups: readonly GroupEvidence[], draws: number) {
  const model = new MixedModel(DEFAULT_MIXED)
  const draw = drawsOf(5, 0)
  const sums = { mu: 0, muSquare: 0, sigmaA: 0, sigmaY: 0, next: 0, nextSquare: 0 }
  for (let i = 0; i < draws; i++) {
    const common = model.draw(groups, draw)
    const next = drawValue(common, null, draw)
    sums.mu += common.mu
    sums.muSquare += common.mu ** 2
    sums.sigmaA += common.sigmaA
    sums.sigmaY += common.sigmaY
    sums.next += next
    sums.nextSquare += next * next
  }
  return {
    mu: sums.mu / draws,
    muSpread: Math.sqrt(sums.muSquare / draws - (sums.mu / draws) ** 2),
    sigmaA: sums.sigmaA / draws,
    sigmaY: sums.sigmaY / draws,
    nextSpread: Math.sqrt(sums.nextSquare / draws - (sums.next / draws) ** 2),
  }
}

describe('the mixed model', () => {
  it.each(CASES)('has the posterior that brute force finds, having seen %s', (_, groups) => {
    const expected = byBruteForce(groups)
    const got = bySampling(groups, 12_000)
    // 12,000 draws are good for 1 % of a spread; the grids are a little coarse.
    expect(Math.abs(got.mu - expected.mu)).toBeLessThan(0.05 * expected.muSpread)
    expect(got.muSpread / expected.muSpread).toBeCloseTo(1, 1)
    expect(Math.abs(got.sigmaA / expected.sigmaA - 1)).toBeLessThan(0.05)
    expect(Math.abs(got.sigmaY / expected.sigmaY - 1)).toBeLessThan(0.05)
    expect(Math.abs(got.nextSpread / expected.nextSpread - 1)).toBeLessThan(0.05)
  })

  it('draws a group near its own values, and a new one near all of them', () => {
    const groups = [groupOf(0.1, 0.12, 0.11), groupOf(0.9, 0.88, 0.91)]
    const model = new MixedModel(DEFAULT_MIXED)
    const draw = drawsOf(3, 1)
    const means = [0, 0, 0]
    for (let i = 0; i < 3000; i++) {
      const common = model.draw(groups, draw)
      for (const [k, group] of [...groups, null].entries()) means[k]! += drawValue(common, group, draw) / 3000
    }
    expect(means[0]).toBeCloseTo(0.11, 1)
    expect(means[1]).toBeCloseTo(0.9, 1)
    expect(means[2]).toBeCloseTo(0.5, 1)
  })

  it('stays finite whatever it is given', () => {
    const model = new MixedModel(DEFAULT_MIXED)
    const draw = drawsOf(1, 1)
    for (const groups of [
      [{ count: 1e6, mean: 1, scatter: 0 }],
      [{ count: 1, mean: 1e9, scatter: 0 }],
      Array.from({ length: 500 }, (_, i) => ({ count: 1 + (i % 9), mean: (i % 10) / 10, scatter: i % 3 })),
    ]) {
      const common = model.draw(groups, draw)
      expect(Object.values(common).every(Number.isFinite)).toBe(true)
      expect(Number.isFinite(drawValue(common, groups[0]!, draw))).toBe(true)
    }
  })
})
