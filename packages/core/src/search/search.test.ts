import { expect, it } from 'vitest'
import { answerTrial, lettersSearch, runLetters } from '../../test/letters.ts'
import { contentsOf } from '../../test/soundness.ts'
import { foldEvents } from '../events/fold.ts'
import type { SearchEvent } from '../events/event.ts'
import { mcts, uctSearch } from '../presets/mcts.ts'
import { Flag } from '../tree/tree.ts'
import type { Outcome } from './expansion.ts'
import type { SearchPolicy } from './policy.ts'
import type { Search } from './search.ts'

const half = (): number => 0.5
const make = (more: Parameters<typeof lettersSearch>[1] = {}): Search<string, string> =>
  lettersSearch(mcts({ children: 2, expandAfter: 0 }), more)

it('says what it asks for', () => {
  const search = make({ seed: 7 })
  const root = search.ask()!
  expect(root).toEqual({
    id: 0,
    node: 0,
    depth: 0,
    state: '',
    evaluate: true,
    evaluated: false,
    want: 2,
    proposals: 'distinct',
    existing: [],
    seed: 7,
  })
  search.tell(0, answerTrial(root, 'abc', half))
  const wide = lettersSearch(uctSearch({ children: 1, expandAfter: 0, wideningK: 2 }))
  runLetters(wide, 'abc', half, 1)
  expect(wide.ask()).toMatchObject({ id: 1, node: 0, evaluate: false, want: 1, existing: ['a'] })
})

it('takes results in any order and ignores a second one', () => {
  const search = make()
  const root = search.ask()!
  search.tell(root.id, answerTrial(root, 'abc', half))
  const [a, b] = [search.ask()!, search.ask()!]
  search.tell(b.id, answerTrial(b, 'abc', half))
  search.tell(a.id, answerTrial(a, 'abc', half))
  const before = JSON.stringify(contentsOf(search.fold))
  search.tell(
    a.id,
    answerTrial(a, 'abc', () => 1),
  )
  search.tell(b.id, { error: { code: 'x', message: 'y' } })
  expect(JSON.stringify(contentsOf(search.fold))).toBe(before)
  expect(search.fold.tree.visits(0)).toBe(3)
})

it.each([1, -1, 0.5, Number.NaN])('refuses a result of trial %d, which it never handed out', (id) => {
  const search = make()
  search.ask()
  expect(() => search.tell(id, { value: 0, proposals: [] })).toThrow(expect.objectContaining({ code: 'UNKNOWN_TRIAL' }))
})

const usage = { calls: 1, promptTokens: 1, completionTokens: 1 }

it.each<[string, unknown, RegExp]>([
  ['nothing', undefined, /got undefined, expected an expansion or an error/],
  ['null', null, /got null/],
  ['text', 'garbage', /got garbage/],
  ['an object without a prototype', Object.create(null), /value undefined/],
  ['no value', { value: null, proposals: [] }, /value null, expected a number in \[0, 1\]/],
  ['a value that is no number', { value: Number.NaN, proposals: [] }, /value NaN/],
  ['a value out of range', { value: 1.01, proposals: [] }, /value 1.01/],
  ['a value in words', { value: '0.5', proposals: [] }, /value 0.5/],
  ['no proposals', { value: 0.5 }, /proposals: got undefined, expected an array/],
  [
    'too many proposals',
    { value: 0.5, proposals: ['a', 'b', 'c'].map((step) => ({ step, prior: 1 })) },
    /3 proposals, expected at most 2/,
  ],
  ['a negative prior', { value: 0.5, proposals: [{ step: 'a', prior: -0.1 }] }, /prior -0.1/],
  ['an endless prior', { value: 0.5, proposals: [{ step: 'a', prior: Number.POSITIVE_INFINITY }] }, /prior Infinity/],
  ['a prior beyond single precision', { value: 0.5, proposals: [{ step: 'a', prior: 1e300 }] }, /prior 1e\+300/],
  ['a proposal that is none', { value: 0.5, proposals: [null] }, /proposal: got null/],
  ['a proposal with a bad value', { value: 0.5, proposals: [{ step: 'a', prior: 1, value: 2 }] }, /proposal value 2/],
  ['a source that is no text', { value: 0.5, proposals: [{ step: 'a', prior: 1, source: 3 }] }, /source: got number/],
  ['bad usage', { value: 0.5, proposals: [], usage: { calls: -1, promptTokens: 0, completionTokens: 0 } }, /usage/],
  ['bad rejections', { value: 0.5, proposals: [], rejected: ['a'] }, /rejected/],
  ['a critique that is no text', { value: 0.5, proposals: [], critique: 1 }, /critique/],
  ['an error that is none', { error: 'boom' }, /error: got boom/],
])('makes a failed trial of %s', (_, outcome, message) => {
  const search = make()
  const trial = search.ask()!
  search.tell(trial.id, outcome as Outcome<string>)
  expect([search.fold.failed, search.fold.tree.size, search.fold.tree.pending(0)]).toEqual([1, 1, 0])
  const end = search.drain().at(-1) as Extract<SearchEvent, { type: 'trial-end' }>
  expect(end.error?.code).toBe('invalid-expansion')
  expect(end.error?.message).toMatch(message)
  expect(search.ask()?.node).toBe(0)
})

it('counts the cost of a result that it cannot use', () => {
  const search = make()
  search.tell(search.ask()!.id, { value: 9, proposals: [], usage })
  expect(search.fold.usage).toEqual(usage)
})

it('adds all steps of a result or none: a backend that throws fails the trial', () => {
  const search = lettersSearch(mcts({ children: 3, expandAfter: 0 }), {
    backend: { ...lettersBackend(), extend: throwingAt('b') },
  })
  const root = search.ask()!
  search.tell(root.id, answerTrial(root, 'abc', half))
  expect([search.fold.tree.size, search.fold.failed]).toEqual([1, 1])
  const again = search.ask()!
  search.tell(again.id, { value: 0.5, proposals: [{ step: 'c', prior: 1 }] })
  expect([search.state(1), search.fold.tree.label(1)]).toEqual(['c', 'c'])
})

function lettersBackend() {
  return {
    name: 'letters',
    root: () => '',
    extend: (s: string, t: string) => s + t,
    isTerminal: (s: string) => s.length > 2,
    answer: (s: string) => s,
    label: (t: string) => t,
  }
}
function throwingAt(letter: string) {
  return (state: string, step: string): string => {
    if (step === letter) throw new Error('no such letter')
    return state + step
  }
}

it('gives a node up that fails three times in a row, and a search whose root does', () => {
  const search = make()
  for (let i = 0; i < 3; i++) search.tell(search.ask()!.id, { error: { code: 'timeout', message: 'late' } })
  expect(search.ask()).toBeNull()
  expect(search.drain().at(-1)).toEqual({ seq: 7, type: 'node-close', node: 0, cause: 'failed' })
  const patient = make({ maxNodeFailures: 5 })
  for (let i = 0; i < 4; i++) patient.tell(patient.ask()!.id, { error: { code: 'timeout', message: 'late' } })
  expect(patient.ask()?.node).toBe(0)
})

it('stops widening a node whose generator brings nothing more, and goes on below it', () => {
  for (const barren of [{ value: null, proposals: [] }, { error: { code: 'x', message: 'y' } }] as Outcome<string>[]) {
    const search = lettersSearch(uctSearch({ children: 1, expandAfter: 0, wideningK: 9 }), {
      problem: { alphabet: 'ab', length: 4 },
    })
    let asked = 0
    for (let trial = search.ask(); trial !== null && asked < 200; trial = search.ask(), asked++) {
      search.tell(trial.id, trial.evaluate ? answerTrial(trial, 'a', half) : barren)
    }
    expect(asked).toBeLessThan(30)
    expect(search.fold.tree.size).toBe(5)
    expect(search.fold.tree.has(0, Flag.closed | Flag.exhausted)).toBe(true)
  }
})

it('counts failures in a row, not in all', () => {
  const search = make()
  const fail = (): void => search.tell(search.ask()!.id, { error: { code: 'x', message: 'y' } })
  fail()
  fail()
  const root = search.ask()!
  search.tell(root.id, answerTrial(root, 'abc', half))
  search.steer('test', { type: 'focus', node: 1 })
  fail()
  fail()
  const a = search.ask()!
  search.tell(a.id, answerTrial(a, 'abc', half))
  expect(search.fold.tree.has(1, Flag.closed)).toBe(false)
})

it('backs up values that proposals were born with, and notes answers among them', () => {
  const search = lettersSearch(mcts({ children: 3, expandAfter: 0 }), { problem: { alphabet: 'ab', length: 1 } })
  search.tell(search.ask()!.id, {
    value: 0.5,
    proposals: [
      { step: 'a', prior: 1, value: 0.25 },
      { step: 'b', prior: 1, value: 0.75, source: 'oracle' },
    ],
  })
  const { tree, answer } = search.fold
  expect([tree.visits(0), tree.valueSum(0), tree.visits(1), tree.visits(2), tree.source(2)]).toEqual([
    3,
    1.5,
    1,
    1,
    'oracle',
  ])
  expect(answer).toEqual({ node: 2, value: 0.75 })
  expect(search.recommend()).toBe(2)
  expect(search.ask()).toMatchObject({ node: 0, evaluate: false })
})

it('evaluates a problem that is finished as it stands, and asks nothing more', () => {
  const search = make({ problem: { alphabet: 'a', length: 0 } })
  expect(search.ask()).toMatchObject({ node: 0, evaluate: true, want: 0 })
  search.tell(0, { value: 1, proposals: [] })
  expect(search.ask()).toBeNull()
  expect(search.fold.answer).toEqual({ node: 0, value: 1 })
  search.end('exhausted')
  const log = search.drain()
  expect(log[0]).toMatchObject({ terminal: true, answer: true })
  expect(contentsOf(foldEvents(log))).toEqual(contentsOf(search.fold))
})

it('ends once: trials in flight are aborted, later results and ends change nothing, and nothing more is asked', () => {
  const search = make()
  const root = search.ask()!
  search.end('aborted')
  const before = JSON.stringify(contentsOf(search.fold))
  search.tell(root.id, answerTrial(root, 'abc', half))
  search.end('trials')
  expect(search.ask()).toBeNull()
  expect(JSON.stringify(contentsOf(search.fold))).toBe(before)
  expect(search.drain().slice(-2)).toMatchObject([
    { type: 'trial-end', error: { code: 'aborted' } },
    { type: 'search-end', reason: 'aborted', node: 0 },
  ])
  expect(() => search.steer('late', { type: 'focus', node: 0 })).toThrow(
    expect.objectContaining({ code: 'SEARCH_ENDED' }),
  )
})

it('refuses to steer to a node that is not there', () => {
  for (const node of [1, -1, 0.5])
    expect(() => make().steer('x', { type: 'avoid', node })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
  expect(() => make().steer('x', { type: 'jump', node: 0 } as never)).toThrow(/got jump/)
})

it.each([
  { seed: -1 },
  { seed: 0.5 },
  { seed: 2 ** 32 },
  { maxNodeFailures: 0 },
  { capacity: 0 },
  { valueRange: { min: 1, max: 0 } },
  { valueRange: { min: 0, max: Number.NaN } },
])('refuses %o', (options) => expect(() => make(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' })))

it('takes values of another declared range', () => {
  const search = make({ valueRange: { min: -1, max: 1 } })
  search.tell(search.ask()!.id, { value: -0.5, proposals: [] })
  expect(search.fold.tree.q(0)).toBe(-0.5)
})

const lazy: SearchPolicy = { select: () => 0, widen: () => 0, recommend: () => 0 }

it.each<[string, Partial<SearchPolicy>]>([
  ['selects a node that is not there', { select: () => 5 }],
  ['selects no node at all', { select: () => Number.NaN }],
  ['asks nothing of a node', { evaluate: () => false }],
  ['asks for fewer than no steps', { widen: () => -1 }],
  ['asks for NaN steps', { widen: () => Number.NaN }],
])('says so when a policy %s', (_, part) => {
  const search = lettersSearch({ name: 'broken', params: {}, start: () => ({ ...lazy, ...part }) })
  expect(() => search.ask()).toThrow(
    expect.objectContaining({ code: 'INVALID_POLICY', message: expect.stringContaining('broken') as string }),
  )
})

it('lets a policy give every ancestor a value of its own, and says so when it gives too few', () => {
  const policy = (backup: SearchPolicy['backup']) => ({
    name: 'own',
    params: {},
    start: () => ({ ...mcts({ children: 1, expandAfter: 0 }).start(), backup: backup! }),
  })
  const search = lettersSearch(
    policy((tree, node, value) => Array.from({ length: tree.depth(node) + 1 }, (_, up) => value / 2 ** up)),
  )
  runLetters(search, 'a', () => 1, 2)
  expect([search.fold.tree.valueSum(1), search.fold.tree.valueSum(0)]).toEqual([1, 1.5])
  expect(contentsOf(foldEvents(search.drain()))).toEqual(contentsOf(search.fold))
  const broken = lettersSearch(policy(() => []))
  const root = broken.ask()!
  expect(() => broken.tell(root.id, answerTrial(root, 'a', half))).toThrow(
    expect.objectContaining({ code: 'INVALID_POLICY' }),
  )
})
