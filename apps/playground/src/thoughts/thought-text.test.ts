import { describe, expect, it } from 'vitest'
import { entropyText, standingText, stepText } from './thought-text.ts'

describe('a thought in words', () => {
  it('says how it came about, with the numbers of its operator', () => {
    expect(stepText(null)).toContain('first thought')
    expect(stepText({ operator: 'steer', symbol: 'zumpus', parameters: { strength: 0.5 } })).toBe(
      'The thought before, turned 50 % of the way to “zumpus”.',
    )
    expect(stepText({ operator: 'gaussian', symbol: 'x', parameters: { sigma: 0.2, seed: 7 } })).toContain('seed 7')
    const parameters = { method: 'voot', by: 'head', evaluations: 8, seed: 7 }
    expect(stepText({ operator: 'refine', symbol: 'x', parameters })).toBe(
      'The best of 8 vectors by the value of what follows, the thought before among them, tried by Voronoi optimistic optimisation (seed 7). It reads as “x” first.',
    )
  })

  it('names an operator that it does not know', () => {
    expect(stepText({ operator: 'rotate', symbol: 'x', parameters: { angle: 3 } })).toBe('rotate, angle 3, for “x”.')
    expect(stepText({ operator: 'toString', symbol: 'x', parameters: {} })).toBe('toString, for “x”.')
  })

  it('calls a line without an answer unverified', () => {
    expect(standingText(null)).toMatchObject({ standing: 'unverified' })
    const conclusion = { answer: 'Tom is a zumpus.', statements: [], standing: 'verified' } as const
    expect(standingText(conclusion).about).toContain('exact verifier')
  })

  it('says how many symbols an entropy stands for', () => {
    expect(entropyText(0)).toBe('0.00 nats, as spread as one symbol')
    expect(entropyText(Math.log(4))).toBe('1.39 nats, as spread as 4.0 equally likely symbols')
  })
})
