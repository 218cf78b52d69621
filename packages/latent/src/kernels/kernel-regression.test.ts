import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectCode } from '../../test/codes.ts'
import { kernelBounds, kernelStatistics } from './kernel-regression.ts'

const OWN = (a: number, b: number): number => Number(a === b)

describe('kernelStatistics', () => {
  it('agrees with the sums by hand', () => {
    // K(0, 1) = 1/2, K(1, 2) = 1/4, K(0, 2) = 0.
    const near = [
      [1, 0.5, 0],
      [0.5, 1, 0.25],
      [0, 0.25, 1],
    ]
    const { values, weights } = kernelStatistics((a, b) => near[a]![b]!, [4, 2, 0], [0.5, 1, Number.NaN])
    expect([...weights]).toEqual([5, 4, 0.5])
    expect([...values]).toEqual([(4 * 0.5 + 0.5 * 2 * 1) / 5, (0.5 * 4 * 0.5 + 2 * 1) / 4, 1])
  })

  it('is what was seen itself where nothing is near, and the mean of all where everything is', () => {
    const counts = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 8 })), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(counts, (actions) => {
        const visits = actions.map(([n]) => n)
        const means = actions.map(([, v]) => v / 8)
        const own = kernelStatistics(OWN, visits, means)
        expect([...own.weights]).toEqual(visits)
        own.values.forEach((value, a) => expect(value).toBeCloseTo(means[a]!, 12))
        const total = visits.reduce((sum, n) => sum + n, 0)
        const mean = visits.reduce((sum, n, a) => sum + n * means[a]!, 0) / total
        const all = kernelStatistics(() => 1, visits, means)
        all.values.forEach((value, a) => expect([value, all.weights[a]]).toEqual([expect.closeTo(mean, 12), total]))
      }),
    )
  })

  it('asks for each pair once', () => {
    const asked: string[] = []
    const near = (a: number, b: number): number => asked.push(`${a} ${b}`)
    kernelStatistics(near, [1, 1, 1], [0, 0, 0])
    expect(asked).toEqual(['0 0', '0 1', '0 2', '1 1', '1 2', '2 2'])
  })

  it('has no value where nothing near was visited', () => {
    const statistics = kernelStatistics(OWN, [1, 0], [0.5, 0])
    expect(statistics.values[1]).toBeNaN()
    expect([...kernelBounds(statistics, 1)]).toEqual([0.5, Infinity])
    expect([...kernelBounds(statistics, -1)]).toEqual([0.5, -Infinity])
  })

  it('refuses negative visits, negative kernels and missing values', () => {
    expectCode(
      'OUT_OF_RANGE',
      () => kernelStatistics(OWN, [-1], [0]),
      () => kernelStatistics(() => -1, [1], [0]),
      () => kernelStatistics(OWN, [1], [Number.NaN]),
    )
    expectCode('WRONG_LENGTH', () => kernelStatistics(OWN, [1, 2], [0]))
  })
})

describe('kernelBounds', () => {
  it('adds C sqrt(log of all weights / own weight)', () => {
    const bounds = kernelBounds(kernelStatistics(OWN, [4, 12], [0.5, 0.25]), 0.5)
    expect([...bounds]).toEqual([
      expect.closeTo(0.5 + 0.5 * Math.sqrt(Math.log(16) / 4), 12),
      expect.closeTo(0.25 + 0.5 * Math.sqrt(Math.log(16) / 12), 12),
    ])
    expectCode('NOT_FINITE', () => kernelBounds(kernelStatistics(OWN, [1], [1]), Number.NaN))
  })
})
