import { expect, it } from 'vitest'
import { counted, duration, whyUnsolved, withCommas } from './wording.ts'

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('withCommas(%i) is %s', (count, text) => expect(withCommas(count)).toBe(text))

it.each([
  [0.4, '0 ms'],
  [350, '350 ms'],
  [4210, '4.2 s'],
  [185_000, '3 min 5 s'],
])('duration(%d) is %s', (ms, text) => expect(duration(ms)).toBe(text))

it('counts one and many', () => {
  expect(counted(1, 'trial')).toBe('1 trial')
  expect(counted(1200, 'trial')).toBe('1,200 trials')
})

it('tells a spent budget from an exhausted search', () => {
  expect(whyUnsolved('trials', 200, { trials: 200 })).toBe('no solution found within 200 trials')
  expect(whyUnsolved('time', 7, { timeMs: 2000 })).toBe('no solution found within 2.0 s')
  expect(whyUnsolved('tokens', 7, { tokens: 500 })).toBe('no solution found within 500 tokens')
  expect(whyUnsolved('exhausted', 139, null)).toBe('search exhausted: nothing left to try after 139 trials')
  expect(whyUnsolved('aborted', 1, null)).toBe('interrupted after 1 trial, no solution so far')
})
