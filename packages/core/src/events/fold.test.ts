import fc from 'fast-check'
import { expect, it } from 'vitest'
import { answerTrial, lettersSearch } from '../../test/letters.ts'
import { contentsOf, faultsOf } from '../../test/soundness.ts'
import { isSearchError } from '../errors.ts'
import { mcts } from '../presets/mcts.ts'
import { keyedDraw } from '../random.ts'
import type { Search } from '../search/search.ts'
import type { SearchEvent } from './event.ts'
import { applyEvent, createFold, foldEvents } from './fold.ts'

/** A log with every kind of event in it: trials in flight, failures, rejections, usage, steering. */
function eventful(
  seed: number,
  rounds = 14,
): { readonly search: Search<string, string>; readonly log: readonly SearchEvent[] } {
  const search = lettersSearch(mcts({ children: 2 }), { seed, problem: { alphabet: 'ab', length: 2 } })
  const open: { id: number; reply: Parameters<Search<string, string>['tell']>[1] }[] = []
  const log: SearchEvent[] = []
  for (let i = 0; i < rounds; i++) {
    const trial = search.ask()
    const usage = { calls: 1, promptTokens: i, completionTokens: 2, costUsd: 0.25 }
    if (trial !== null) {
      const reply = answerTrial(trial, 'ab', (word) => keyedDraw(seed, word.length, i))
      const failed = keyedDraw(seed, i, 1) < 0.2
      const more = { usage, critique: 'as it is', rejected: [{ label: 'zz', reason: 'unknown' }] }
      open.push({
        id: trial.id,
        reply: failed ? { error: { code: 'timeout', message: 'late' }, usage } : { ...reply, ...more },
      })
    }
    if (open.length > 2 || trial === null) {
      const [done] = open.splice(Math.floor(keyedDraw(seed, i, 2) * open.length), 1)
      if (done !== undefined) search.tell(done.id, done.reply)
    }
    if (i === 8) search.steer('tester', { type: 'focus', node: Math.min(1, search.fold.tree.size - 1) })
    log.push(...search.drain())
  }
  search.end('trials')
  return { search, log: [...log, ...search.drain()] }
}

it('folds a log to the very tree of the live search, through JSON, whole or in two halves', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(200), (seed, cut) => {
      const { search, log } = eventful(seed)
      const read = JSON.parse(JSON.stringify(log)) as SearchEvent[]
      const folded = foldEvents(read)
      expect(contentsOf(folded)).toEqual(contentsOf(search.fold))
      expect(faultsOf(folded)).toEqual([])
      const half = foldEvents(read.slice(0, cut))
      expect(contentsOf(foldEvents(read.slice(cut), half))).toEqual(contentsOf(search.fold))
      expect(read.map((event) => event.seq)).toEqual(read.map((_, i) => i))
    }),
    { numRuns: 40 },
  )
})

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    0.5,
    1e308,
    -1e308,
    2 ** 31,
    2 ** 53,
    '',
    '0',
    true,
    false,
    3n,
    Symbol('x'),
  ),
  fc.jsonValue(),
  fc.integer({ min: -2, max: 12 }),
)

/** One edit of a log: an event taken out, said twice, moved, replaced, or one of its fields, at any depth, replaced or taken out. */
const edit = fc.record({
  kind: fc.constantFrom('drop', 'repeat', 'move', 'replace', 'set', 'unset', 'add'),
  at: fc.nat(),
  to: fc.nat(),
  field: fc.nat(),
  value: junk,
  renumber: fc.boolean(),
})
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

function edited(log: readonly SearchEvent[], { kind, at, to, field, value, renumber }: Edit): readonly unknown[] {
  const events = structuredClone(log) as unknown[]
  const i = at % events.length
  if (kind === 'drop') events.splice(i, 1)
  else if (kind === 'repeat') events.splice(i, 0, structuredClone(events[i]))
  else if (kind === 'move') events.splice(to % events.length, 0, ...events.splice(i, 1))
  else if (kind === 'replace') events[i] = value
  else if (kind === 'add')
    Object.assign(events[i] as object, {
      [['value', 'error', 'backup', 'usage', 'terminal', 'exhausted', 'source', 'rejected'][field % 8]!]: value,
    })
  else {
    let target = events[i] as Record<string, unknown>
    let key = Object.keys(target)[field % Object.keys(target).length]!
    const inner = target[key]
    if (typeof inner === 'object' && inner !== null && to % 2 === 0 && Object.keys(inner).length > 0) {
      target = inner as Record<string, unknown>
      key = Object.keys(target)[to % Object.keys(target).length]!
    }
    if (kind === 'set') target[key] = value
    else delete target[key]
  }
  if (!renumber || kind === 'replace') return events
  return events.map((event, seq) => ({ ...(event as object), seq }))
}

it('never lets an edited log bend the tree silently: it refuses, or what it folds is sound', () => {
  let refused = 0
  let folded = 0
  fc.assert(
    fc.property(fc.nat(20), edit, (seed, change) => {
      const fold = createFold(1)
      for (const event of edited(eventful(seed).log, change)) {
        const before = fold.seq
        try {
          applyEvent(fold, event as SearchEvent)
        } catch (error) {
          if (!isSearchError(error)) throw error
          expect(['EVENT_GAP', 'INVALID_EVENT']).toContain(error.code)
          expect(fold.seq).toBe(before)
          refused++
          break
        }
      }
      folded++
      expect(faultsOf(fold)).toEqual([])
    }),
    { numRuns: 1500 },
  )
  expect(refused).toBeGreaterThan(500)
  expect(folded - refused).toBeGreaterThan(100)
})

const start = {
  seq: 0,
  type: 'search-start',
  version: 1,
  search: 's',
  seed: 0,
  policy: { name: 'p', params: {} },
  problem: null,
  label: 'root',
} as const
const ask = { seq: 1, type: 'trial-start', trial: 0, node: 0, evaluate: true, want: 1 } as const
const add = { seq: 2, type: 'node-add', trial: 0, node: 1, parent: 0, prior: 1, label: 'a' } as const
const tell = { seq: 3, type: 'trial-end', trial: 0, value: 0.5 } as const
const end = {
  seq: 4,
  type: 'search-end',
  reason: 'trials',
  node: 1,
  usage: { calls: 0, promptTokens: 0, completionTokens: 0 },
} as const

it.each<[string, readonly unknown[], string]>([
  ['a gap', [start, { ...ask, seq: 2 }], 'EVENT_GAP'],
  ['a repetition', [start, start], 'EVENT_GAP'],
  ['no start', [{ ...ask, seq: 0 }], 'INVALID_EVENT'],
  ['a second start', [start, { ...start, seq: 1 }], 'INVALID_EVENT'],
  ['a version from the future', [{ ...start, version: 2 }], 'INVALID_EVENT'],
  ['an unknown node', [start, { ...ask, node: 1 }], 'INVALID_EVENT'],
  ['a trial out of turn', [start, { ...ask, trial: 1 }], 'INVALID_EVENT'],
  ['a trial that asks nothing', [start, { ...ask, evaluate: false, want: 0 }], 'INVALID_EVENT'],
  ['a node out of turn', [start, ask, { ...add, node: 2 }], 'INVALID_EVENT'],
  ['a node of a trial elsewhere', [start, ask, { ...add, trial: 1 }], 'INVALID_EVENT'],
  ['a negative prior', [start, ask, { ...add, prior: -1 }], 'INVALID_EVENT'],
  ['a prior in words', [start, ask, { ...add, prior: '1' }], 'INVALID_EVENT'],
  ['a trial that ends twice', [start, ask, add, tell, { ...tell, seq: 4 }], 'INVALID_EVENT'],
  ['an error with a value', [start, ask, add, { ...tell, error: { code: 'x', message: 'y' } }], 'INVALID_EVENT'],
  ['a backup of the wrong length', [start, ask, add, { ...tell, backup: [1, 1] }], 'INVALID_EVENT'],
  [
    'a node closed twice',
    [
      start,
      { seq: 1, type: 'node-close', node: 0, cause: 'pruned' },
      { seq: 2, type: 'node-close', node: 0, cause: 'pruned' },
    ],
    'INVALID_EVENT',
  ],
  ['an end with trials under way', [start, ask, { ...end, seq: 2, node: 0 }], 'INVALID_EVENT'],
  ['anything after the end', [start, ask, add, tell, end, { ...end, seq: 5 }], 'INVALID_EVENT'],
  ['an unknown type', [start, { seq: 1, type: 'step-delta', text: 'a' }], 'INVALID_EVENT'],
  ['no event at all', [null], 'INVALID_EVENT'],
])('refuses %s', (_, events, code) => {
  expect(() => foldEvents(events as SearchEvent[])).toThrow(expect.objectContaining({ code }))
})

it('folds the log that those are broken from', () => {
  const fold = foldEvents([start, ask, add, tell, end])
  expect([fold.tree.size, fold.tree.visits(0), fold.end?.reason]).toEqual([2, 1, 'trials'])
})
