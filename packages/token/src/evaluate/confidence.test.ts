import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letterModel } from '../../test/letter-model.ts'
import { context, sample, scripted, USAGE } from '../../test/scripted-provider.ts'
import { embeddedProvider } from '../embedded/embedded-provider.ts'
import type { WrittenToken } from '../provider/model-call.ts'
import { confidenceOf, meanEntropy, meanLogProbability, selfCertainty } from './confidence.ts'
import { confidenceEvaluator } from './confidence-evaluator.ts'

/** A token of this probability, and the likeliest ones of its place. */
const token = (probability: number, ...likely: readonly number[]): WrittenToken => ({
  text: 'x',
  logProbability: Math.log(probability),
  ...(likely.length === 0 ? {} : { alternatives: likely.map((p) => ({ text: 'y', logProbability: Math.log(p) })) }),
})

describe('confidence of a sample', () => {
  it('is hand-computed from its tokens', () => {
    const tokens = [token(0.5), token(0.125)]
    expect(meanLogProbability(tokens)).toBeCloseTo(Math.log(0.25), 12)
    expect(confidenceOf({ tokens })).toBeCloseTo(0.25, 12)
    expect([meanLogProbability([]), confidenceOf({ tokens: [] }), confidenceOf({ tokens: null })]).toEqual([
      null,
      null,
      null,
    ])
  })

  it('counts what is not among the likeliest as one token more', () => {
    // 1/2, 1/4 and the rest 1/4: 1.5 bits; a sure place: 0.
    const tokens = [token(0.5, 0.5, 0.25), token(1, 1)]
    expect(meanEntropy(tokens)).toBeCloseTo((1.5 * Math.LN2) / 2, 9)
    expect(confidenceOf({ tokens }, 'entropy')).toBeCloseTo((1 - (1.5 * Math.LN2) / Math.log(3) + 1) / 2, 9)
    expect(meanEntropy([token(0.5)])).toBeNull()
    expect(confidenceOf({ tokens: [token(0.5, 0.5), token(0.5)] }, 'certainty')).toBeNull()
  })

  it('is the divergence from the uniform distribution', () => {
    // KL(U || p) of p = 3/4, 1/4: -(ln(2 * 3/4) + ln(2 * 1/4)) / 2.
    const expected = -(Math.log(1.5) + Math.log(0.5)) / 2
    expect(selfCertainty([token(0.75, 0.75, 0.25)])).toBeCloseTo(expected, 9)
    // As if there were no others: 0.6 and 0.2 are 3/4 and 1/4.
    expect(selfCertainty([token(0.6, 0.6, 0.2)])).toBeCloseTo(expected, 9)
    expect(selfCertainty([token(0.25, 0.25, 0.25, 0.25, 0.25)])).toBeCloseTo(0, 9)
    expect(confidenceOf({ tokens: [token(0.75, 0.75, 0.25)] }, 'certainty')).toBeCloseTo(1 - Math.exp(-expected), 9)
  })

  it('lies in [0, 1] for every distribution', () => {
    const place = fc
      .array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 })
      .chain((weights) => fc.double({ min: 0.1, max: 1, noNaN: true }).map((kept) => ({ weights, kept })))
      .map(({ weights, kept }) => {
        const sum = weights.reduce((total, weight) => total + weight, 0)
        const likely = weights.map((weight) => (kept * weight) / sum).toSorted((a, b) => b - a)
        return token(likely[0]!, ...likely)
      })
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 6 }), (tokens) => {
        for (const measure of ['probability', 'entropy', 'certainty'] as const) {
          const value = confidenceOf({ tokens }, measure)!
          expect(value >= 0 && value <= 1).toBe(true)
        }
      }),
    )
  })
})

describe('confidenceEvaluator', () => {
  it('reads the embedded model: all tokens of a place are known', async () => {
    const { model } = letterModel({ '': [0.5, 0.25, 0.125, 0.125], a: [0, 0, 0, 1] })
    const at = (measure: 'probability' | 'entropy') =>
      confidenceEvaluator<string>({
        provider: embeddedProvider(model),
        input: (prompt) => ({ type: 'text', prompt }),
        temperature: 0,
        measure,
      })
    expect((await at('probability')('p', context)).value).toBeCloseTo(Math.sqrt(0.5), 6)
    const { value, detail } = await at('entropy')('p', context)
    // 1.75 bits of 2, then nothing is open.
    expect(value).toBeCloseTo((1 - 1.75 / 2 + 1) / 2, 5)
    expect(detail).toMatchObject({ type: 'confidence', measure: 'entropy' })
  })

  it('is the mean over continuations, and fails where nothing is known', async () => {
    const some = scripted(() => ({
      samples: [{ ...sample('a'), tokens: [token(0.5)] }, sample('b'), { ...sample('c'), tokens: [token(0.25)] }],
      usage: USAGE,
    }))
    const evaluate = confidenceEvaluator<string>({
      provider: some.provider,
      input: (prompt) => ({ type: 'text', prompt }),
      samples: 3,
    })
    expect((await evaluate('p', context)).value).toBeCloseTo(0.375, 12)
    expect(some.requests[0]).toMatchObject({ samples: 3, logProbabilities: true })
    const none = scripted(() => ({ samples: [sample('a')], usage: USAGE })).provider
    await expect(
      confidenceEvaluator<string>({ provider: none, input: (prompt) => ({ type: 'text', prompt }) })('p', context),
    ).rejects.toMatchObject({
      code: 'no-log-probabilities',
      usage: USAGE,
    })
  })
})
