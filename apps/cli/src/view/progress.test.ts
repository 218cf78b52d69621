import { describe, expect, it } from 'vitest'
import type { SearchEvent } from '@espalier/core'
import { createProgress } from './progress.ts'

const usage = { calls: 0, promptTokens: 0, completionTokens: 0 }
const START: SearchEvent = {
  seq: 0,
  type: 'search-start',
  version: 1,
  search: 'search',
  seed: 0,
  policy: { name: 'mcts', params: {} },
  problem: null,
  label: 'root',
}

function progressOf(events: readonly SearchEvent[]) {
  const progress = createProgress()
  events.forEach((event, i) => progress.apply({ at: i * 10, event }))
  return progress
}

describe('createProgress', () => {
  it('keeps refusals with the node they were made at', () => {
    const rejected = [{ label: '1 + 1 = 3', reason: 'wrong-arithmetic' }]
    const progress = progressOf([
      START,
      { seq: 1, type: 'trial-start', trial: 0, node: 0, evaluate: true, want: 2 },
      { seq: 2, type: 'node-add', trial: 0, node: 1, parent: 0, prior: 1, label: 'a' },
      { seq: 3, type: 'trial-end', trial: 0, value: 0.5, rejected },
      { seq: 4, type: 'trial-start', trial: 1, node: 1, evaluate: true, want: 2 },
      { seq: 5, type: 'trial-end', trial: 1, value: 0.5, rejected: [...rejected, { label: 'x', reason: 'syntax' }] },
    ])
    expect(progress.rejections.get(0)).toEqual(rejected)
    expect(progress.rejections.get(1)?.map(({ reason }) => reason)).toEqual(['wrong-arithmetic', 'syntax'])
    expect(progress.fold.rejected).toBe(3)
    expect(progress.elapsedMs).toBe(50)
  })

  it('tells failures from trials called off at the end', () => {
    const progress = progressOf([
      START,
      { seq: 1, type: 'trial-start', trial: 0, node: 0, evaluate: true, want: 2 },
      { seq: 2, type: 'trial-end', trial: 0, value: null, error: { code: 'timeout', message: 'too slow' } },
      { seq: 3, type: 'trial-start', trial: 1, node: 0, evaluate: true, want: 2 },
      { seq: 4, type: 'trial-end', trial: 1, value: null, error: { code: 'aborted', message: 'ended' } },
      { seq: 5, type: 'search-end', reason: 'aborted', node: 0, usage },
    ])
    expect(progress.lastFailure).toEqual({ code: 'timeout', message: 'too slow' })
  })

  it('refuses an event out of order', () => {
    expect(() => progressOf([START, { ...START, seq: 2 }])).toThrow(/expected sequence number 1/)
  })
})
