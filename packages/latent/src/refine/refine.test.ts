import { drawsOf } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectCode } from '../../test/codes.ts'
import { cosine, norm, squaredDistance, type Vector } from '../vectors/vector.ts'
import { evolve } from './evolve.ts'
import { hillClimb } from './hill-climb.ts'
import { randomSearch } from './random-search.ts'
import { bestOf, type Refiner, type RefinerOptions, type ScoredVector } from './refiner.ts'
import { drawOnSphere } from './sphere.ts'
import { voot } from './voot.ts'

const REFINERS: Readonly<Record<string, (options: RefinerOptions) => Refiner>> = {
  voot,
  hillClimb,
  evolve,
  randomSearch,
}
const onSphere = (dim: number, i: number): Float32Array => drawOnSphere(drawsOf(1000, i), dim, 5)

function refined(refiner: Refiner, seed: number, evaluations: number, score: (x: Vector) => number): ScoredVector[] {
  const history: ScoredVector[] = []
  for (let i = 0; i < evaluations; i++) {
    const vector = refiner(seed, i, history)
    history.push({ vector, value: score(vector) })
  }
  return history
}

/** Median over nine seeds of the best found. */
function median(refiner: Refiner, evaluations: number, score: (x: Vector) => number): number {
  const found = Array.from({ length: 9 }, (_, seed) => bestOf(refined(refiner, seed, evaluations, score))!.value)
  return found.toSorted((a, b) => a - b)[4]!
}

/** A high peak, and two lower ones elsewhere. */
function peaks(dim: number): (x: Vector) => number {
  const tops = [1, 2, 3].map((i) => onSphere(dim, i))
  return (x) => Math.max(...tops.map((top, i) => cosine(x, top) - 0.2 * i))
}

describe.each(['voot', 'hillClimb', 'evolve'])('%s', (name) => {
  it.each([
    [16, 100],
    [64, 100],
    [128, 60],
  ])('finds better than random search, in %i dimensions by %i evaluations', (dim, evaluations) => {
    const start = onSphere(dim, 0)
    const random = median(randomSearch({ start }), evaluations, peaks(dim))
    expect(median(REFINERS[name]!({ start }), evaluations, peaks(dim))).toBeGreaterThan(random + 0.1)
  })
})

describe.each(Object.keys(REFINERS))('%s', (name) => {
  const make = REFINERS[name]!

  it('keeps the norm of its start and stays finite, whatever the results', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 24 }),
        fc.double({ min: 0.001, max: 1000, noNaN: true }),
        fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 25 }),
        fc.integer(),
        (dim, length, values, seed) => {
          const start = drawOnSphere(drawsOf(5, dim), dim, length)
          const refiner = make({ start })
          const history: ScoredVector[] = []
          for (const value of values) history.push({ vector: refiner(seed, history.length, history), value })
          for (const { vector } of history) expect(norm(vector) / length).toBeCloseTo(1, 5)
        },
      ),
    )
  })

  it('makes any candidate again from seed, index and history, and another one for another seed or index', () => {
    const refiner = make({ start: onSphere(8, 0) })
    const history = refined(refiner, 3, 30, peaks(8))
    history.forEach(({ vector }, i) =>
      expect(make({ start: onSphere(8, 0) })(3, i, history.slice(0, i))).toEqual(vector),
    )
    const candidate = refiner(3, 30, history)
    expect(refiner(4, 30, history)).not.toEqual(candidate)
    expect(refiner(3, 31, history)).not.toEqual(candidate)
  })

  it('takes a history in which all are the same', () => {
    const start = Float32Array.of(3, 4)
    const same = Array.from({ length: 20 }, () => ({ vector: start, value: 1 }))
    expect(norm(make({ start })(1, 20, same))).toBeCloseTo(5, 5)
  })

  it('refuses what has no sphere, and results of another width', () => {
    const start = Float32Array.of(3, 4)
    expectCode('TOO_FEW', () => make({ start: Float32Array.of(1) }))
    expectCode('OUT_OF_RANGE', () => make({ start: new Float32Array(4) }))
    expectCode('NOT_FINITE', () => make({ start: Float32Array.of(1, Number.NaN) }))
    expectCode('WRONG_LENGTH', () => make({ start })(1, 0, [{ vector: Float32Array.of(1), value: 0 }]))
    expectCode('NOT_FINITE', () => make({ start })(1, 0, [{ vector: start, value: Number.NaN }]))
    expectCode('INVALID_OPTIONS', () => make({ start })(1, -1, []))
  })
})

describe('voot', () => {
  it('draws in the cell of the best', () => {
    const start = onSphere(6, 0)
    const refiner = voot({ start, omega: 0 })
    const history = refined(refiner, 1, 40, peaks(6))
    for (let n = 1; n < history.length; n++) {
      const before = history.slice(0, n)
      const candidate = history[n]!.vector
      const best = bestOf(before)!.vector
      for (const { vector } of before)
        expect(squaredDistance(candidate, vector)).toBeGreaterThanOrEqual(squaredDistance(candidate, best))
    }
  })

  it('draws from everywhere with chance omega', () => {
    const start = onSphere(64, 0)
    const near = [{ vector: start, value: 1 }]
    // A step of at most 0.2 keeps a cosine above 0.98, which no uniform draw in 64 dimensions reaches.
    const refiner = voot({ start, omega: 0.3, radius: 0.2 })
    const far = Array.from({ length: 1000 }, (_, i) => cosine(refiner(1, i, near), start)).filter((c) => c < 0.9).length
    expect(far / 1000).toBeCloseTo(0.3, 1)
    expectCode('INVALID_OPTIONS', () => voot({ start, omega: 2 }))
  })
})

describe('hillClimb', () => {
  const start = Float32Array.of(3, 4, 0)
  /** Tangent of the angle between a candidate and the best. */
  const stepFrom = (best: Vector, candidate: Vector): number => {
    const c = cosine(best, candidate)
    return Math.sqrt(1 - c * c) / c
  }

  it('steps from the best, shorter after failures and longer after successes', () => {
    const refiner = hillClimb({ start, radius: 0.5, shrink: 0.5, grow: 1.5 })
    const low = { vector: Float32Array.of(0, 0, 5), value: 0 }
    const best = { vector: Float32Array.of(0, 5, 0), value: 1 }
    expect(stepFrom(start, refiner(1, 0, []))).toBeCloseTo(0.5, 5)
    expect(stepFrom(best.vector, refiner(1, 1, [best]))).toBeCloseTo(0.5, 5)
    expect(stepFrom(best.vector, refiner(1, 3, [best, low, low]))).toBeCloseTo(0.125, 5)
    expect(stepFrom(best.vector, refiner(1, 3, [low, low, best]))).toBeCloseTo(0.375, 5)
    expect(stepFrom(best.vector, refiner(1, 2, [low, best]))).toBeCloseTo(0.5, 5)
    expectCode(
      'INVALID_OPTIONS',
      () => hillClimb({ start, shrink: 1.5 }),
      () => hillClimb({ start, grow: 0.5 }),
    )
  })
})

describe('evolve', () => {
  const start = Float32Array.of(0, 0, 5)

  it('lies around the mean of the best of the last finished generation', () => {
    const refiner = evolve({ start, parents: 2, children: 3, radius: 0.001, shrink: 1 })
    const at = (x: number, y: number, z: number, value: number) => ({ vector: Float32Array.of(x, y, z), value })
    const generation = [at(5, 0, 0, 2), at(0, 0, 5, 1), at(0, 5, 0, 3)]
    const between = Float32Array.of(1, 1, 0)
    expect(cosine(refiner(1, 2, generation.slice(0, 2)), start)).toBeCloseTo(1, 5)
    expect(cosine(refiner(1, 3, generation), between)).toBeCloseTo(1, 5)
    expect(cosine(refiner(1, 4, [...generation, at(0, 0, 5, 9)]), between)).toBeCloseTo(1, 5)
    expect(
      cosine(evolve({ start, parents: 1, children: 3, radius: 0.001 })(1, 3, generation), generation[2]!.vector),
    ).toBeCloseTo(1, 5)
  })

  it('goes on from the best where the mean has no direction', () => {
    const refiner = evolve({ start, parents: 2, children: 3, radius: 0.001 })
    const opposite = [1, -1, 0].map((x, i) => ({
      vector: Float32Array.of(5 * x, 0, 5 * Number(x === 0)),
      value: 2 - i,
    }))
    expect(cosine(refiner(1, 3, opposite), opposite[0]!.vector)).toBeCloseTo(1, 5)
    expectCode('INVALID_OPTIONS', () => evolve({ start, parents: 3, children: 3 }))
  })
})

describe('bestOf', () => {
  it('takes the earliest of equals', () => {
    const [a, b] = [1, 2].map((x) => ({ vector: Float32Array.of(x), value: 1 }))
    expect(bestOf([a!, b!])).toBe(a)
    expect(bestOf([])).toBeNull()
  })
})
