import { drawsOf } from '@espalier/core'
import { describe, expect, it } from 'vitest'
import { letterModel } from '../../test/letter-model.ts'
import { sampleStep } from './sample-step.ts'

const TABLE = { '': [0.6, 0.3, 0.1, 0], a: [0, 0.3, 0, 0.7] }

function sample(trial: number, options = {}) {
  const { model, counts } = letterModel(TABLE)
  const reading = model.read(['x'])[0]!
  const step = sampleStep(model, reading, drawsOf(7, trial), options)
  model.release(reading.cache)
  return { step, counts }
}

describe('sampleStep', () => {
  it('follows the distribution: frequencies of 3,000 samples within four standard errors', () => {
    const counts = new Map<string, number>()
    for (let i = 0; i < 3000; i++) {
      const { text } = sample(i).step
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
    for (const [text, p] of [
      ['a)', 0.42],
      ['ab)', 0.18],
      ['b)', 0.3],
      ['c)', 0.1],
    ] as const) {
      expect(Math.abs((counts.get(text) ?? 0) / 3000 - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 3000))
    }
  })

  it('is greedy at temperature 0, repeats with the same draws, counts its tokens and gives its caches back', () => {
    const { step, counts } = sample(1, { temperature: 0 })
    expect(step).toEqual({ text: 'a)', logProbability: expect.closeTo(Math.log(0.42), 5), tokens: 2 })
    expect(counts.live).toBe(0)
    expect(sample(5).step).toEqual(sample(5).step)
  })

  it('returns a step that does not end as it is', () => {
    expect(sample(1, { temperature: 0, maxTokens: 1 }).step.text).toBe('a')
  })
})
