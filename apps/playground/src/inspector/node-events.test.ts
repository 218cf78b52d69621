import { expect, it } from 'vitest'
import type { Envelope, SearchEvent } from '@espalier/core'
import { createNodeEvents } from './node-events.ts'

const events: readonly SearchEvent[] = [
  {
    seq: 0,
    type: 'search-start',
    version: 1,
    search: 's',
    seed: 0,
    policy: { name: 'mcts', params: {} },
    problem: 1,
    label: 'p',
  },
  { seq: 1, type: 'trial-start', trial: 0, node: 0, evaluate: true, want: 2 },
  { seq: 2, type: 'node-add', trial: 0, node: 1, parent: 0, prior: 1, label: 'a' },
  {
    seq: 3,
    type: 'trial-end',
    trial: 0,
    value: 0.5,
    critique: 'weak',
    rejected: [{ label: '1 + 1 = 3', reason: 'wrong-arithmetic' }],
  },
  { seq: 4, type: 'trial-start', trial: 1, node: 1, evaluate: true, want: 0 },
  { seq: 5, type: 'trial-end', trial: 1, value: null, error: { code: 'timeout', message: 'too long' } },
]

it('gives the events about a node, and its trials, up to a place in the log', () => {
  const log: Envelope[] = []
  const { of, trials } = createNodeEvents(log)
  expect(of(0, 10)).toEqual([])

  log.push(...events.slice(0, 4).map((event) => ({ at: 0, event })))
  expect(of(0, 10).map(({ seq }) => seq)).toEqual([0, 1, 3])
  expect(of(0, 2).map(({ seq }) => seq)).toEqual([0, 1])
  expect(trials(0, 2)).toMatchObject([{ trial: 0, want: 2, end: null }])
  expect(trials(0, 3)).toMatchObject([
    { trial: 0, end: { value: 0.5, critique: 'weak', rejected: [{ reason: 'wrong-arithmetic' }], error: null } },
  ])

  log.push(...events.slice(4).map((event) => ({ at: 1, event })))
  expect(of(1, 10).map(({ seq }) => seq)).toEqual([2, 4, 5])
  expect(trials(1, 10)).toMatchObject([{ trial: 1, startSeq: 4, end: { value: null, error: { code: 'timeout' } } }])
})
