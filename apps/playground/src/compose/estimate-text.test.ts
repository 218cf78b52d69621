import { expect, it } from 'vitest'
import type { Estimate } from '@espalier/protocol'
import { basisText, estimateTexts } from './estimate-text.ts'

const unknown = { p10: null, p50: null, p90: null, limit: null }
const free = { p10: 0, p50: 0, p90: 0, limit: 0 }
const first: Estimate = {
  searches: 0,
  sameAlgorithm: true,
  trials: { ...unknown, limit: 200 },
  calls: unknown,
  promptTokens: unknown,
  completionTokens: unknown,
  timeMs: { ...unknown, limit: 90_000 },
  dollars: free,
}
const later: Estimate = {
  searches: 6,
  sameAlgorithm: true,
  trials: { p10: 12, p50: 61, p90: 200, limit: 200 },
  calls: { p10: 20.4, p50: 110.2, p90: 380, limit: null },
  promptTokens: { p10: 200, p50: 900, p90: 31_000, limit: null },
  completionTokens: { p10: 100, p50: 400, p90: 12_400, limit: null },
  timeMs: { p10: 400, p50: 1900, p90: 65_000, limit: null },
  dollars: { p10: 0.001, p50: 0.02, p90: 1.5, limit: null },
}
const shown = (estimate: Estimate) => estimateTexts(estimate).map(({ name, value, range }) => [name, value, range])

it('claims no more than the limits before the first search', () => {
  expect(shown(first)).toEqual([
    ['Trials', '≤ 200', 'the limit'],
    ['Model calls', '–', 'not known yet'],
    ['Tokens', '–', 'not known yet'],
    ['Time', '≤ 1:30', 'the limit'],
    ['Cost', '$0', 'runs here'],
  ])
  expect(basisText(first, 'mcts', 'uniform')).toBe('From the budget alone: no search with uniform has ended here yet.')
})

it('gives the middle and the range of what is known', () => {
  expect(shown(later)).toEqual([
    ['Trials', '≈ 61', '12 – 200'],
    ['Model calls', '≈ 110', '20 – 380'],
    ['Tokens', '≈ 400', '100 – 12.4k'],
    ['Time', '≈ 1.9 s', '0.4 s – 1:05'],
    ['Cost', '≈ $0.02', '< $0.01 – $1.50'],
  ])
  expect(basisText(later, 'mcts', 'uniform')).toBe('From 6 earlier searches here with mcts and uniform.')
  expect(basisText({ ...later, searches: 1, sameAlgorithm: false }, 'mcts', 'uniform')).toBe(
    'From 1 earlier search here with uniform, whatever the algorithm.',
  )
})

it('says so where there is no end, no spread and no price', () => {
  const whole = { ...later, trials: { p10: 200, p50: 200, p90: 200, limit: 200 } }
  expect(shown(whole)[0]).toEqual(['Trials', '≈ 200', 'the limit'])
  const none = { ...later, trials: unknown, calls: { p10: 5, p50: 5, p90: 5, limit: null }, dollars: null }
  const [trials, calls, , , cost] = shown(none)
  expect([trials, calls, cost]).toEqual([
    ['Trials', 'no end', 'no limit'],
    ['Model calls', '≈ 5', ''],
    ['Cost', '–', 'no prices'],
  ])
})
