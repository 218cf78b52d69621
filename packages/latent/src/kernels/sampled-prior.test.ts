import { portableLog } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectCode } from '../../test/codes.ts'
import { sampledPriors } from './sampled-prior.ts'

const logs = (...densities: number[]): Float64Array => Float64Array.from(densities, portableLog)

describe('sampledPriors', () => {
  it('agrees with (β̂ / β) π by hand', () => {
    // β̂ = 1/2, 1/4, 1/4; ratios 1, 2, 1/2; times π: 0.6, 0.4, 0.1 of 1.1.
    const priors = sampledPriors({
      counts: [2, 1, 1],
      logProposal: logs(0.5, 0.125, 0.5),
      logPolicy: logs(0.6, 0.2, 0.2),
    })
    expect([...priors]).toEqual([0.6, 0.4, 0.1].map((p) => expect.closeTo(p / 1.1, 12)))
  })

  it('gives the shares of the draws where actions were drawn from the policy, the policy where uniformly', () => {
    const action = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 99 }))
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 9 }), (actions) => {
        const counts = actions.map(([count]) => count)
        const policy = logs(...actions.map(([, weight]) => weight / 100))
        const draws = counts.reduce((sum, count) => sum + count, 0)
        sampledPriors({ counts, logProposal: policy, logPolicy: policy }).forEach((prior, i) =>
          expect(prior).toBeCloseTo(counts[i]! / draws, 12),
        )
        const weights = actions.reduce((sum, [, weight]) => sum + weight, 0)
        const once = counts.map(() => 1)
        sampledPriors({ counts: once, logProposal: logs(...counts.map(() => 0.1)), logPolicy: policy }).forEach(
          (prior, i) => expect(prior).toBeCloseTo(actions[i]![1] / weights, 12),
        )
      }),
    )
  })

  it('takes densities that no number can hold, and what the policy rules out', () => {
    const far = { counts: [1, 1], logProposal: Float64Array.of(-2000, -2000), logPolicy: Float64Array.of(-3000, -3000) }
    expect([...sampledPriors(far)]).toEqual([0.5, 0.5])
    expect([...sampledPriors({ counts: [1, 3], logProposal: logs(1, 1), logPolicy: logs(0.5, 0) })]).toEqual([1, 0])
  })

  it('refuses counts below one and policies without probability', () => {
    const one = logs(1)
    expectCode(
      'OUT_OF_RANGE',
      () => sampledPriors({ counts: [0], logProposal: one, logPolicy: one }),
      () => sampledPriors({ counts: [1], logProposal: one, logPolicy: logs(0) }),
      () => sampledPriors({ counts: [1], logProposal: one, logPolicy: Float64Array.of(Number.NaN) }),
    )
    expectCode('NOT_FINITE', () => sampledPriors({ counts: [1], logProposal: logs(0), logPolicy: one }))
    expectCode('TOO_FEW', () => sampledPriors({ counts: [], logProposal: logs(), logPolicy: logs() }))
    expectCode('WRONG_LENGTH', () => sampledPriors({ counts: [1], logProposal: one, logPolicy: logs(0.5, 0.5) }))
  })
})
