import { expect, it } from 'vitest'
import { UNSTEERED } from '../events/steering.ts'
import { NO_USAGE } from '../events/usage.ts'
import { ROOT, Tree } from '../tree/tree.ts'
import {
  allOf,
  anyOf,
  maxCost,
  maxFailures,
  maxMs,
  maxNodes,
  maxTokens,
  maxTrials,
  untilValue,
  waitsForResults,
  type Progress,
} from './stop.ts'

const base: Progress = {
  asked: 5,
  succeeded: 3,
  failed: 1,
  inFlight: 1,
  nodes: 9,
  usage: NO_USAGE,
  answerValue: null,
  elapsedMs: null,
  extended: UNSTEERED.extended,
  root: ROOT,
  tree: new Tree(),
}
const spent = {
  ...base,
  usage: { calls: 4, promptTokens: 70, completionTokens: 20, costUsd: 0.5 },
  elapsedMs: 100,
  answerValue: 0.5,
}

it('stops at the bound and not before', () => {
  expect([maxTrials(6)(base), maxTrials(5)(base), maxTrials(0)(base)]).toEqual([null, 'trials', 'trials'])
  expect([maxNodes(10)(base), maxNodes(9)(base)]).toEqual([null, 'nodes'])
  expect([maxFailures(2)(base), maxFailures(1)(base)]).toEqual([null, 'failures'])
  expect([maxTokens(21)(spent), maxTokens(20)(spent), maxTokens(0)(base)]).toEqual([null, 'tokens', 'tokens'])
  expect([maxCost(0.51)(spent), maxCost(0.5)(spent), maxCost(0.1)(base), maxCost(0)(base)]).toEqual([
    null,
    'cost',
    null,
    'cost',
  ])
  expect([maxMs(101)(spent), maxMs(100)(spent)]).toEqual([null, 'time'])
  expect([untilValue(0.5)(spent), untilValue(0.51)(spent), untilValue(0)(base)]).toEqual(['value', null, null])
})

it('says that a time limit needs a clock', () => {
  expect(() => maxMs(10)(base)).toThrow('maxMs: the driver has no clock; pass `clock`')
})

it('combines: the first that stops, or all of them', () => {
  expect(anyOf(maxTrials(9), maxNodes(3), maxFailures(1))(base)).toBe('nodes')
  expect(anyOf(maxTrials(9))(base)).toBeNull()
  expect(anyOf()(base)).toBeNull()
  expect(allOf(maxTrials(5), maxNodes(3))(base)).toBe('nodes')
  expect(allOf(maxTrials(5), maxNodes(30))(base)).toBeNull()
  expect(allOf()(base)).toBeNull()
})

it.each([
  [maxTrials, -1],
  [maxTrials, 1.5],
  [maxTrials, Number.NaN],
  [maxNodes, 0],
  [maxTokens, -1],
  [maxCost, -0.01],
  [maxCost, Number.POSITIVE_INFINITY],
  [maxMs, Number.NaN],
  [maxFailures, 0],
  [untilValue, Number.NaN],
])('%o refuses %d', (make, n) => {
  expect(() => make(n)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
})

it('waits for results where a budget is spent, and calls them off where nobody needs them', () => {
  expect((['trials', 'nodes', 'tokens', 'cost'] as const).every(waitsForResults)).toBe(true)
  expect((['time', 'value', 'failures', 'aborted', 'exhausted', 'answers'] as const).some(waitsForResults)).toBe(false)
})

it('lets a budget grow by what it was extended by', () => {
  const extended = { trials: 2, nodes: 3, tokens: 4, costUsd: 0.5, timeMs: 6 }
  const more = { ...spent, extended }
  expect([maxTrials(3)(more), maxTrials(4)(more)]).toEqual(['trials', null])
  expect([maxNodes(6)(more), maxNodes(7)(more)]).toEqual(['nodes', null])
  expect([maxTokens(16)(more), maxTokens(17)(more)]).toEqual(['tokens', null])
  expect([maxCost(0)(more), maxCost(0.25)(more)]).toEqual(['cost', null])
  expect([maxMs(94)(more), maxMs(95)(more)]).toEqual(['time', null])
})
