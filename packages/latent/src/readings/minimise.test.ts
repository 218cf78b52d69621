import { describe, expect, it } from 'vitest'
import { minimise } from './minimise.ts'

describe('minimise', () => {
  it('finds the minimum of a long narrow valley', () => {
    // Sum of k (x_k - k)²: curvatures from 1 to 1,000.
    const found = minimise(
      (point, gradient) =>
        point.reduce((sum, x, i) => {
          const k = [1, 10, 100, 1000][i]!
          gradient[i] = 2 * k * (x - k)
          return sum + k * (x - k) * (x - k)
        }, 0),
      new Float64Array(4),
      { maxIterations: 200, tolerance: 1e-8 },
    )
    ;[1, 10, 100, 1000].forEach((k, i) => expect(found[i]).toBeCloseTo(k, 7))
  })

  it('stays where the gradient is zero', () => {
    const start = Float64Array.of(3)
    expect(minimise(() => 1, start, { maxIterations: 5, tolerance: 0 })).toEqual(start)
  })
})
