import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PreferencePair } from '../data/rows.ts'
import { contaminationOf } from './contamination.ts'
import { pairStatistics, spreadOf } from './statistics.ts'

const pair = (chosen: string, rejected: string): PreferencePair => ({
  prompt: 'p',
  chosen,
  rejected,
  provenance: {
    round: 1,
    prompt: 'p',
    search: 's',
    node: 2,
    depth: 2,
    nodes: 4,
    value: 0.75,
    votes: { yes: 3, no: 1, unread: 1 },
    rejectedVotes: { yes: 0, no: 5, unread: 0 },
    usage: { calls: 1, promptTokens: 2, completionTokens: 30 },
  },
})

const constant = (value: number) => ({ mean: value, median: value, min: value, max: value })

it('measures pairs', () => {
  const statistics = pairStatistics([pair('kitten', 'sitting'), pair('same length', 'same_length')])
  expect(statistics).toMatchObject({
    pairs: 2,
    editDistance: { mean: 2, median: 2, min: 1, max: 3 },
    lengthDifference: { mean: -0.5, min: -1, max: 0 },
    chosenMargin: constant(0.5),
    rejectedMargin: constant(-1),
    depth: constant(2),
    nodes: constant(4),
    tokens: constant(30),
  })
  expect(statistics.similarity!.min).toBeCloseTo(1 - 3 / 7, 12)
  expect(pairStatistics([])).toMatchObject({ pairs: 0, similarity: null, tokens: null })
})

it('says where values lie', () => {
  expect(spreadOf([3, 1, 2])).toEqual({ mean: 2, median: 2, min: 1, max: 3 })
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1 }), (values) => {
      const { mean, median, min, max } = spreadOf(values)!
      for (const middle of [mean, median]) {
        expect(middle).toBeGreaterThanOrEqual(min)
        expect(middle).toBeLessThanOrEqual(max)
      }
    }),
  )
})

const words = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `w${from + i}`).join(', ')

it('finds thirteen words in a row, and not twelve', () => {
  const texts = [words(0, 13), words(5, 17), 'short', `Intro: ${words(0, 40).toUpperCase()}!`, words(100, 130)]
  expect(contaminationOf(texts, [words(0, 17)])).toEqual({ n: 13, checked: 5, contaminated: [0, 3], short: 2 })
  expect(contaminationOf(texts, [])).toMatchObject({ contaminated: [] })
})

it('finds every run that was copied, whatever is around it', () => {
  const word = fc.stringMatching(/^[a-z]{1,3}$/)
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 13, maxLength: 13 }),
      fc.array(word, { maxLength: 9 }),
      fc.array(word, { maxLength: 9 }),
      (run, before, after) => {
        const text = [...before, ...run].join(' ')
        const reference = [...run, ...after].join(' - ')
        expect(contaminationOf([text], [reference]).contaminated).toEqual([0])
      },
    ),
  )
})
