import { expect, it } from 'vitest'
import { lettersOptions } from '../../test/letters.ts'
import { UNSTEERED } from '../events/steering.ts'
import { NO_USAGE } from '../events/usage.ts'
import { uctSearch } from '../presets/mcts.ts'
import { Flag, NONE, ROOT, Tree } from '../tree/tree.ts'
import { runSearchSync } from './run-search-sync.ts'
import { untilKlGain, untilLeaderClear, untilProven } from './settled.ts'
import { maxTrials, anyOf, type Progress } from './stop.ts'

const progressOf = (tree: Tree, answerValue: number | null = null): Progress => ({
  asked: 0,
  succeeded: 0,
  failed: 0,
  inFlight: 0,
  nodes: tree.size,
  usage: NO_USAGE,
  answerValue,
  elapsedMs: null,
  extended: UNSTEERED.extended,
  root: ROOT,
  tree,
})

/** A root with children that have these values behind them. */
function family(...values: readonly (readonly number[])[]): Tree {
  const tree = new Tree()
  tree.add(NONE, 1, '', 0)
  for (const list of values) {
    const child = tree.add(ROOT, 1, '', 0)
    for (const value of list) tree.backup(child, value)
  }
  return tree
}

it('is proven when the root is closed with an answer, and not because it was given up', () => {
  const tree = family([0.5])
  expect(untilProven()(progressOf(tree, 0.5))).toBeNull()
  tree.close(ROOT, false)
  expect(untilProven()(progressOf(tree, 0.5))).toBe('proven')
  expect(untilProven()(progressOf(tree))).toBeNull()
  const pruned = family([0.5])
  pruned.close(ROOT, true)
  expect(untilProven()(progressOf(pruned, 0.5))).toBeNull()
})

it('settles when the shares of visits stay as they are', () => {
  const stop = untilKlGain({ every: 4, below: 0.01 })
  const tree = family([0.5, 0.5, 0.5], [0.5])
  expect(stop(progressOf(tree))).toBeNull()
  // From 3:1 to 4:4: 3/4 log(3/2) + 1/4 log(1/2) = 0.1308 nats in four visits, 0.0327 a visit.
  for (let i = 0; i < 3; i++) tree.backup(2, 0.5)
  tree.backup(1, 0.5)
  expect(stop(progressOf(tree))).toBeNull()
  // From 4:4 to 6:6: nothing.
  for (const child of [1, 1, 2]) tree.backup(child, 0.5)
  expect(stop(progressOf(tree))).toBeNull()
  tree.backup(2, 0.5)
  expect(stop(progressOf(tree))).toBe('settled')
  const loose = untilKlGain({ every: 4, below: 0.04 })
  const other = family([0.5, 0.5, 0.5], [0.5])
  loose(progressOf(other))
  for (const child of [2, 2, 2, 1]) other.backup(child, 0.5)
  expect(loose(progressOf(other))).toBe('settled')
})

it('settles when the leader’s lower bound lies above every other upper bound', () => {
  const stop = untilLeaderClear({ z: 2, minVisits: 4 })
  expect(stop(progressOf(family([0.9, 0.8, 0.9, 0.8], [0.1, 0.2, 0.1, 0.2])))).toBe('settled')
  expect(stop(progressOf(family([0.9, 0.1, 0.9, 0.9], [0.1, 0.9, 0.1, 0.2])))).toBeNull()
  expect(stop(progressOf(family([0.9, 0.8, 0.9, 0.8], [0.1, 0.2, 0.1])))).toBeNull()
  expect(stop(progressOf(family([0.9, 0.8, 0.9, 0.8])))).toBeNull()
  const closed = family([0.9, 0.8, 0.9, 0.8], [0.1])
  closed.close(2, false)
  expect(stop(progressOf(closed))).toBe('settled')
  const fresh = family([], [0.9, 0.8, 0.9, 0.8])
  expect(stop(progressOf(fresh))).toBeNull()
  fresh.setFlags(1, Flag.closed | Flag.pruned)
  expect(stop(progressOf(fresh))).toBeNull()
})

it('ends searches early', () => {
  const value = (word: string): number => (word.startsWith('b') ? 0.9 : 0.1)
  const run = (stop: ReturnType<typeof untilProven>) =>
    runSearchSync({
      ...lettersOptions(uctSearch({ children: 3, expandAfter: 0, c: 0.5 }), {
        problem: { alphabet: 'abc', length: 5 },
      }),
      stop: anyOf(stop, maxTrials(2000)),
      expand: (trial) => ({
        value: value(trial.state),
        proposals: trial.want === 0 ? [] : ['a', 'b', 'c'].slice(0, trial.want).map((step) => ({ step, prior: 1 })),
        exhausted: true,
      }),
    })
  expect(run(untilLeaderClear()).reason).toBe('settled')
  expect(run(untilKlGain({ every: 20, below: 0.001 })).reason).toBe('settled')
  const whole = run(untilProven())
  expect(whole.reason).toBe('proven')
  expect(run(untilLeaderClear()).trials).toBeLessThan(whole.trials)
})

it('refuses bounds that are none', () => {
  for (const make of [
    () => untilKlGain({ below: 0 }),
    () => untilKlGain({ every: 0, below: 1 }),
    () => untilLeaderClear({ z: -1 }),
    () => untilLeaderClear({ minVisits: 1 }),
  ])
    expect(make).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
})
