import { expect, it } from 'vitest'
import { answerTrial, lettersSearch, runLetters, type LettersOptions } from '../../test/letters.ts'
import { contentsOf } from '../../test/soundness.ts'
import { foldEvents } from '../events/fold.ts'
import { bestFirst } from '../presets/best-first.ts'
import { mcts } from '../presets/mcts.ts'
import { Flag } from '../tree/tree.ts'
import type { Search } from './search.ts'

/** The later the letter, the better: of `abc`, words of `c` are best. */
const later = (word: string): number => (word === '' ? 0.5 : (word.charCodeAt(word.length - 1) - 97) / 2)

const make = (more: LettersOptions = {}): Search<string, string> =>
  lettersSearch(mcts({ children: 3, expandAfter: 0 }), more)

function expectSameFold(search: Search<string, string>): void {
  search.end('trials')
  const log = JSON.parse(JSON.stringify(search.drain())) as ReturnType<typeof search.drain>
  expect(contentsOf(foldEvents(log))).toEqual(contentsOf(search.fold))
}

const wordOf = (search: Search<string, string>, node: number): string => search.state(node)

it('focus: selects below a node until the focus moves on', () => {
  const search = make()
  runLetters(search, 'abc', later, 1)
  search.steer('test', { type: 'focus', node: 1 })
  expect(runLetters(search, 'abc', later, 6).every((asked) => asked.split(':')[1]!.startsWith('a'))).toBe(true)
  search.steer('test', { type: 'focus', node: 0 })
  expect(runLetters(search, 'abc', later, 1)[0]).not.toMatch(/:a/)
  expectSameFold(search)
})

it('insert: a step of somebody’s own takes part like any other, and bears its author', () => {
  const search = make()
  runLetters(search, 'ab', later, 1)
  search.steer('ada', { type: 'insert', node: 0, step: 'c' })
  const { tree } = search.fold
  expect([tree.label(3), tree.source(3), tree.prior(3), tree.prior(1)]).toEqual(['c', 'ada', 0.5, 0.5])
  expect(wordOf(search, 3)).toBe('c')
  runLetters(search, 'ab', later, 12)
  expect(tree.visits(3)).toBeGreaterThan(tree.visits(1))
  expectSameFold(search)
})

it('insert: opens what was closed above it, and is an answer if its backend says so', () => {
  const search = make({ problem: { alphabet: 'ab', length: 2 } })
  runLetters(search, 'ab', later)
  expect(search.fold.tree.has(0, Flag.closed)).toBe(true)
  expect(search.ask()).toBeNull()
  search.steer('ada', { type: 'insert', node: 1, step: 'c', prior: 0.25 })
  const child = search.fold.tree.size - 1
  expect([0, 1].map((node) => search.fold.tree.has(node, Flag.closed))).toEqual([false, false])
  expect(search.drain().at(-1)).toMatchObject({
    type: 'steer',
    by: 'ada',
    action: { type: 'insert', node: 1, child, label: 'c', prior: 0.25, terminal: true, answer: true },
  })
  expect(search.ask()).toMatchObject({ node: child, evaluate: true, want: 0 })
  search.tell(search.fold.asked - 1, { value: 1, proposals: [] })
  expect(search.fold.answer).toEqual({ node: child, value: 1 })
  expect(search.fold.tree.has(0, Flag.closed)).toBe(true)
})

it('insert: refuses a step after the end of a line, one that its backend refuses, and a node that is not there', () => {
  const search = make({ problem: { alphabet: 'ab', length: 1 } })
  runLetters(search, 'ab', later)
  const before = JSON.stringify(contentsOf(search.fold))
  const refused = expect.objectContaining({ code: 'INVALID_OPTIONS' }) as Error
  expect(() => search.steer('x', { type: 'insert', node: 1, step: 'c' })).toThrow(refused)
  expect(() => search.steer('x', { type: 'insert', node: 99, step: 'c' })).toThrow(refused)
  expect(() => search.steer('x', { type: 'insert', node: 0, step: 'c', prior: -1 })).toThrow(refused)
  expect(JSON.stringify(contentsOf(search.fold))).toBe(before)
})

it('re-evaluate: asks for the value once more before anything else, of a finished node too, and the best answer follows', () => {
  const search = make({ problem: { alphabet: 'abc', length: 1 } })
  runLetters(search, 'abc', later)
  expect(search.fold.answer).toEqual({ node: 3, value: 1 })
  search.steer('judge', { type: 're-evaluate', node: 3 })
  const trial = search.ask()!
  expect(trial).toMatchObject({ node: 3, evaluate: true, want: 0 })
  expect(search.ask()).toBeNull()
  search.tell(trial.id, { value: 0.25, proposals: [] })
  const { tree } = search.fold
  expect([tree.value(3), tree.visits(3), tree.q(3)]).toEqual([0.25, 2, 0.625])
  expect(search.fold.answer).toEqual({ node: 2, value: 0.5 })
  expect(search.ask()).toBeNull()
  expectSameFold(search)
})

it('re-root: answers, focus and selection stay below the new root, with what is known there', () => {
  const search = make()
  runLetters(search, 'abc', later)
  expect(wordOf(search, search.fold.answer!.node)).toBe('ccc')
  const node = [...Array(search.fold.tree.size).keys()].find((x) => wordOf(search, x) === 'b')!
  const visits = search.fold.tree.visits(node)
  search.steer('test', { type: 're-root', node })
  expect(search.fold.tree.visits(node)).toBe(visits)
  const { answer } = search.fold
  expect(wordOf(search, answer!.node)).toMatch(/^b.c$/)
  expect(search.recommend()).toBe(answer!.node)
  expect(() => search.steer('test', { type: 'focus', node: 0 })).toThrow('below the root')
  expectSameFold(search)
})

it('re-root: to a part without answers leaves none, and a better answer from outside does not count', () => {
  const search = make({ problem: { alphabet: 'abc', length: 2 } })
  runLetters(search, 'abc', later, 1)
  const outside = search.ask()!
  search.steer('test', { type: 're-root', node: 2 })
  expect(search.fold.answer).toBeNull()
  search.tell(outside.id, {
    value: 0.5,
    proposals: outside.want > 0 ? [{ step: 'c', prior: 1, value: 1 }] : [],
  })
  expect(search.fold.answer).toBeNull()
  expect(runLetters(search, 'abc', later).every((asked) => asked.split(':')[1]!.startsWith('b'))).toBe(true)
  expect(wordOf(search, search.recommend())).toBe('bc')
  expectSameFold(search)
})

it('pause: hands out nothing until it is resumed; what is in flight still comes back', () => {
  const search = make()
  const root = search.ask()!
  search.steer('test', { type: 'pause' })
  expect(search.ask()).toBeNull()
  search.tell(root.id, answerTrial(root, 'abc', later))
  expect(search.ask()).toBeNull()
  search.steer('test', { type: 'resume' })
  expect(search.ask()).not.toBeNull()
  expectSameFold(search)
})

it('extend: adds up in the fold, and refuses what is no amount', () => {
  const search = make()
  search.steer('test', { type: 'extend', trials: 5, tokens: 10 })
  search.steer('test', { type: 'extend', trials: 2, costUsd: 0.5 })
  expect(search.fold.steering.extended).toEqual({ trials: 7, nodes: 0, tokens: 10, costUsd: 0.5, timeMs: 0 })
  for (const more of [{}, { trials: -1 }, { tokens: Number.NaN }, { nodes: '3' as never }])
    expect(() => search.steer('test', { type: 'extend', ...more })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
  expectSameFold(search)
})

it('cancel: asks nothing more', () => {
  const search = make()
  search.steer('test', { type: 'cancel' })
  expect(search.ask()).toBeNull()
  expectSameFold(search)
})

it('tells its listener of every action that was taken, and of none that was refused', () => {
  const search = lettersSearch(bestFirst())
  let told = 0
  search.onSteer(() => told++)
  search.steer('test', { type: 'pause' })
  search.steer('test', { type: 'avoid', node: 0 })
  expect(() => search.steer('test', { type: 'avoid', node: 1 })).toThrow()
  expect(told).toBe(2)
})
