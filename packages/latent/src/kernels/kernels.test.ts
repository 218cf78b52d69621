import { portableLog } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectCode } from '../../test/codes.ts'
import { cosineKernel } from './cosine-kernel.ts'
import { divergenceKernel } from './divergence-kernel.ts'
import { isSameThought, type ThoughtTraits } from './merge.ts'
import { nearestThoughts } from './nearest-thoughts.ts'

const logs = (...probabilities: number[]): Float64Array => Float64Array.from(probabilities, portableLog)
const vector = fc
  .array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 })
  .map((entries) => Float32Array.from(entries))

describe('cosineKernel', () => {
  it('falls from 1 with the angle, whatever the lengths', () => {
    const a = Float32Array.of(1, 0)
    expect(cosineKernel(a, Float32Array.of(7, 0))).toBe(1)
    expect(cosineKernel(a, Float32Array.of(3, 4))).toBeCloseTo(Math.exp(20 * (0.6 - 1)), 12)
    expect(cosineKernel(a, Float32Array.of(-1, 0), 2)).toBeCloseTo(Math.exp(-4), 12)
    expect(cosineKernel(a, Float32Array.of(0, 2), 0)).toBe(1)
  })

  it('is symmetric and in (0, 1]', () => {
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        expect(cosineKernel(a, b)).toBe(cosineKernel(b, a))
        expect(cosineKernel(a, b)).toBeGreaterThan(0)
        expect(cosineKernel(a, b)).toBeLessThanOrEqual(1)
      }),
    )
    expectCode('WRONG_LENGTH', () => cosineKernel(Float32Array.of(1), Float32Array.of(1, 2)))
    expectCode('NOT_FINITE', () => cosineKernel(Float32Array.of(1), Float32Array.of(Number.NaN)))
    expectCode('INVALID_OPTIONS', () => cosineKernel(Float32Array.of(1), Float32Array.of(1), -1))
  })
})

describe('divergenceKernel', () => {
  it('is exp(-JS / tau)', () => {
    expect(divergenceKernel(logs(0.5, 0.5), logs(0.5, 0.5))).toBe(1)
    expect(divergenceKernel(logs(1, 0), logs(0, 1))).toBeCloseTo(Math.exp(-Math.LN2 / 0.05), 12)
    expect(divergenceKernel(logs(0.8, 0, 0.2, 0), logs(0.8, 0, 0, 0.2), { tau: 1, topK: 1 })).toBeCloseTo(1, 12)
    expectCode('INVALID_OPTIONS', () => divergenceKernel(logs(1), logs(1), { tau: 0 }))
  })
})

describe('nearestThoughts', () => {
  it('finds the closest in direction', () => {
    const thoughts = [Float32Array.of(0, 1), Float32Array.of(4, 3), Float32Array.of(9, 0), Float32Array.of(0, 5)]
    expect(nearestThoughts(Float32Array.of(2, 0), thoughts, 3)).toEqual([
      { index: 2, cosine: 1 },
      { index: 1, cosine: expect.closeTo(0.8, 12) },
      { index: 0, cosine: 0 },
    ])
    expect(nearestThoughts(Float32Array.of(2, 0), [], 3)).toEqual([])
    expectCode('WRONG_LENGTH', () => nearestThoughts(Float32Array.of(1), thoughts, 1))
    expectCode('INVALID_OPTIONS', () => nearestThoughts(Float32Array.of(1, 1), thoughts, 0))
  })

  it('leaves out nothing nearer than what it found', () => {
    fc.assert(
      fc.property(vector, fc.array(vector, { maxLength: 20 }), fc.integer({ min: 1, max: 25 }), (of, thoughts, k) => {
        const all = nearestThoughts(of, thoughts, thoughts.length + 1)
        expect(all).toHaveLength(thoughts.length)
        expect(all).toEqual(all.toSorted((a, b) => b.cosine - a.cosine || a.index - b.index))
        expect(nearestThoughts(of, thoughts, k)).toEqual(all.slice(0, k))
      }),
    )
  })
})

describe('isSameThought', () => {
  const thought: ThoughtTraits = { hidden: Float32Array.of(3, 4), readOut: logs(0.6, 0.3, 0.1), depth: 2 }

  it('wants direction, reading and depth to agree', () => {
    expect(isSameThought(thought, { ...thought, hidden: Float32Array.of(6, 8) })).toBe(true)
    expect(isSameThought(thought, { ...thought, depth: 3 })).toBe(false)
    expect(isSameThought(thought, { ...thought, hidden: Float32Array.of(4, -3) })).toBe(false)
    // cos = (3 · 5) / 25 = 0.6 and (3 · 4 + 4 · 3) / 25 = 0.96.
    expect(isSameThought(thought, { ...thought, hidden: Float32Array.of(5, 0) })).toBe(false)
    expect(isSameThought(thought, { ...thought, hidden: Float32Array.of(4, 3) })).toBe(true)
    expect(isSameThought(thought, { ...thought, hidden: Float32Array.of(4, 3) }, { minCosine: 0.97 })).toBe(false)
  })

  it('tells readings apart by their best symbol and by their divergence', () => {
    const close = { ...thought, readOut: logs(0.45, 0.46, 0.09) }
    expect(isSameThought({ ...thought, readOut: logs(0.46, 0.45, 0.09) }, close)).toBe(false)
    const sure = { ...thought, readOut: logs(1, 0, 0) }
    expect(isSameThought(thought, sure)).toBe(false)
    expect(isSameThought(thought, sure, { maxDivergence: 0.7 })).toBe(true)
  })

  it('is symmetric, and refuses thoughts of different models', () => {
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        const [x, y] = [a, b].map((hidden) => ({ ...thought, hidden }))
        expect(isSameThought(x!, y!)).toBe(isSameThought(y!, x!))
      }),
    )
    expectCode('WRONG_LENGTH', () => isSameThought(thought, { ...thought, hidden: Float32Array.of(1) }))
    expectCode('WRONG_LENGTH', () => isSameThought(thought, { ...thought, readOut: logs(1) }))
    expectCode('INVALID_OPTIONS', () => isSameThought(thought, thought, { minCosine: 2 }))
  })
})
