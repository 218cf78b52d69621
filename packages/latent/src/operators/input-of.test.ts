import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { smallWorld, questions } from '../../test/small-model.ts'
import type { DirectStep } from '../thought-step.ts'
import { lengthOf } from '../vectors/length.ts'
import { inputOf } from './input-of.ts'

const { model } = smallWorld()
const { edges, root, options } = questions[0]!
const hidden = (await model.begin([{ edges, root, goals: options }], 'thought'))[0]!.hidden

const seed = fc.integer({ min: 0, max: 0xffffffff })
const symbol = fc.integer({ min: 0, max: 63 })
const step: fc.Arbitrary<DirectStep> = fc.oneof(
  fc.record({ operator: fc.constant('identity' as const), symbol }),
  fc.record({
    operator: fc.constant('steer' as const),
    symbol,
    strength: fc.double({ min: 0.01, max: 1, noNaN: true }),
  }),
  fc.record({
    operator: fc.constant('gaussian' as const),
    symbol,
    sigma: fc.double({ min: 0.01, max: 3, noNaN: true }),
    seed,
  }),
  fc.record({
    operator: fc.constant('dropout' as const),
    symbol,
    rate: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
    seed,
  }),
  fc.record({
    operator: fc.constant('gumbel' as const),
    symbol,
    temperature: fc.double({ min: 0.1, max: 2, noNaN: true }),
    seed,
  }),
  fc.record({
    operator: fc.constant('dirichlet' as const),
    symbol,
    concentration: fc.double({ min: 0.5, max: 20, noNaN: true }),
    seed,
  }),
)

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0) / (lengthOf(a) * lengthOf(b))

describe('operators', () => {
  it('are pure, finite, and keep the length of the thought', () => {
    fc.assert(
      fc.property(step, (given) => {
        const before = hidden.slice()
        const { input, as } = inputOf(model, hidden, given)
        expect(as).toBe('thought')
        expect([...inputOf(model, hidden, given).input]).toEqual([...input])
        expect(hidden).toEqual(before)
        expect(lengthOf(input) / lengthOf(hidden)).toBeCloseTo(1, 5)
      }),
    )
  })

  it('identity feeds the thought back as it is', () => {
    expect([...inputOf(model, hidden, { operator: 'identity', symbol: 3 }).input]).toEqual([...hidden])
  })

  it('steering turns towards the symbol, the more the stronger', () => {
    const towards = (strength: number): number =>
      cosine(inputOf(model, hidden, { operator: 'steer', symbol: 7, strength }).input, model.direction(7))
    expect(towards(0.3)).toBeLessThan(towards(0.6))
    expect(towards(1)).toBeCloseTo(1, 6)
  })

  it('noise turns a thought away by arctan(sigma), seed by seed another way', () => {
    const drawn = (seed: number, sigma: number) =>
      inputOf(model, hidden, { operator: 'gaussian', symbol: 0, sigma, seed }).input
    const turns = Array.from({ length: 40 }, (_, i) => cosine(drawn(i, 1), hidden))
    // In 32 dimensions a random direction is nearly at a right angle to the thought: cosine of 45 degrees.
    expect(turns.reduce((a, b) => a + b) / 40).toBeCloseTo(Math.SQRT1_2, 1)
    expect([...drawn(1, 0.5)]).not.toEqual([...drawn(2, 0.5)])
  })

  it('a word has no past: the same vector whatever was thought', () => {
    const said = { operator: 'word', symbol: 5 } as const
    expect(inputOf(model, hidden, said).as).toBe('word')
    expect([...inputOf(model, hidden, said).input]).toEqual([
      ...inputOf(
        model,
        hidden.map((x) => -x),
        said,
      ).input,
    ])
  })
})
