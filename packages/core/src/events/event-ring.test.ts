import { expect, it } from 'vitest'
import { NONE, Flag, ROOT, Tree } from '../tree/tree.ts'
import { EventRing } from './event-ring.ts'

function rung(): { readonly ring: EventRing; readonly tree: Tree } {
  const tree = new Tree()
  tree.add(NONE, 1, 'root', 0)
  tree.add(ROOT, 0.3, 'first', 0)
  tree.add(ROOT, 0.7, 'second', Flag.terminal | Flag.answer)
  tree.sources.set(2, 'model')
  return { ring: new EventRing(tree, 1), tree }
}

it('gives back every kind of event whole, numbered from 0', () => {
  const { ring } = rung()
  const usage = { calls: 1, promptTokens: 2, completionTokens: 3 }
  ring.trialStart(0, 0, true, 2, undefined)
  ring.nodeAdd(0, 1, 0, 0.3, undefined)
  ring.nodeAdd(0, 2, 0, 0.7, 0)
  ring.trialEnd(0, 0.25, true, {
    usage,
    rejected: [{ label: 'x', reason: 'wrong' }],
    critique: 'so so',
    backup: [0.25],
  })
  ring.nodeClose(2, 'terminal')
  ring.other({ seq: -1, type: 'answer-change', node: 2, value: 0 })
  ring.trialStart(1, 1, false, 4, { generator: 'writer' })
  ring.trialEnd(1, Number.NaN, false, { error: { code: 'timeout', message: 'late' } })
  expect(ring.count).toBe(8)
  expect(ring.drain()).toEqual([
    { seq: 0, type: 'trial-start', trial: 0, node: 0, evaluate: true, want: 2 },
    { seq: 1, type: 'node-add', trial: 0, node: 1, parent: 0, prior: 0.3, label: 'first' },
    {
      seq: 2,
      type: 'node-add',
      trial: 0,
      node: 2,
      parent: 0,
      prior: 0.7,
      label: 'second',
      source: 'model',
      terminal: true,
      answer: true,
      value: 0,
    },
    {
      seq: 3,
      type: 'trial-end',
      trial: 0,
      value: 0.25,
      exhausted: true,
      usage,
      rejected: [{ label: 'x', reason: 'wrong' }],
      critique: 'so so',
      backup: [0.25],
    },
    { seq: 4, type: 'node-close', node: 2, cause: 'terminal' },
    { seq: 5, type: 'answer-change', node: 2, value: 0 },
    { seq: 6, type: 'trial-start', trial: 1, node: 1, evaluate: false, want: 4, generator: 'writer' },
    { seq: 7, type: 'trial-end', trial: 1, value: null, error: { code: 'timeout', message: 'late' } },
  ])
})

it('numbers on after a drain or a discard, and keeps nothing twice', () => {
  const { ring } = rung()
  ring.trialEnd(0, 1, false, { critique: 'kept apart' })
  expect(ring.drain()).toHaveLength(1)
  ring.nodeClose(1, 'pruned')
  ring.discard()
  ring.trialEnd(1, 1, false, undefined)
  expect(ring.drain()).toEqual([{ seq: 2, type: 'trial-end', trial: 1, value: 1 }])
  expect(ring.drain()).toEqual([])
})
