import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ALGORITHMS, foldEvents, streamSearch, type SearchEvent } from '@espalier/core'
import { searchAccountSchema, type Budget, type SearchSpec } from '@espalier/protocol'
import { untrainedCheckpoint } from '../test/untrained-checkpoint.ts'
import { createCatalog } from './catalog.ts'
import { extendBudget } from './budget.ts'
import { planOf } from './plan.ts'
import { prepareRun } from './prepare-run.ts'
import { recogniseSearch } from './recognise-search.ts'
import { answerAt, searchOutcome, searchTotals } from './summary.ts'

const catalog = createCatalog({ checkpoints: { countdown: untrainedCheckpoint() } })

const spec = (change: Partial<SearchSpec> = {}): SearchSpec => ({
  name: 'search',
  task: 'countdown',
  problem: { numbers: [4, 9, 10, 13], target: 24 },
  model: 'uniform',
  algorithm: { name: 'mcts', options: {} },
  budget: { trials: 40 },
  seed: 5,
  concurrency: 1,
  ...change,
})

type Engine = ReturnType<typeof prepareRun>['search']

async function run(
  of: SearchSpec,
  log: readonly SearchEvent[] = [],
  seen: (asked: number, search: Engine) => void = () => {},
) {
  const prepared = prepareRun(planOf(of, catalog), log, { budget: of.budget, elapsedMs: () => 0 })
  const events = [...log]
  try {
    const stream = streamSearch(prepared.options)
    for (;;) {
      const next = await stream.next()
      if (next.done === true) return { events, result: next.value }
      events.push(next.value.event)
      if (next.value.event.type === 'trial-start') seen(next.value.event.trial + 1, prepared.search)
    }
  } finally {
    prepared.dispose()
  }
}

it.each(ALGORITHMS.map(({ name }) => name))('%s goes on from any prefix of its log to the same log', async (name) => {
  const of = spec({ algorithm: { name, options: {} } })
  const { events } = await run(of)
  for (const share of [0, 0.3, 0.7]) {
    let length = Math.floor(events.length * share)
    // A prefix ends behind whole results, as every keeper of logs must cut them.
    while (length > 0 && events[length - 1]!.type === 'node-add') length--
    expect((await run(of, events.slice(0, length))).events).toEqual(events)
  }
})

it('runs the embedded model, and the same seed gives the same log', async () => {
  const of = spec({ model: 'countdown-1m', budget: { trials: 6 } })
  const [a, b] = [await run(of), await run(of)]
  expect(a.events).toEqual(b.events)
  expect(a.result.usage.calls).toBeGreaterThan(0)
})

it('reads the same outcome off the fold of a log as the engine gives', async () => {
  for (const name of ['mcts', 'best-first', 'beam', 'best-of-n']) {
    const { events, result } = await run(spec({ algorithm: { name, options: {} }, budget: { trials: 3000, value: 1 } }))
    const fold = foldEvents(events)
    const outcome = searchOutcome(fold, catalog, 12.5)
    const account = { ...outcome, conclusion: null }
    expect(searchAccountSchema.parse(account)).toEqual(account)
    expect(outcome).toMatchObject({
      answer: result.answer,
      value: result.value,
      node: result.node,
      path: result.path,
      reason: result.reason,
      events: result.events,
      trials: result.trials,
      nodes: result.tree.size,
      usage: result.usage,
      elapsedMs: 12.5,
    })
  }
})

it('has totals before the end, and no outcome', async () => {
  const { events } = await run(spec())
  const fold = foldEvents(events.slice(0, 30))
  expect(searchOutcome(fold, catalog, 0)).toBeNull()
  expect(searchTotals(fold, catalog, 3)).toMatchObject({ events: 30, nodes: fold.tree.size, elapsedMs: 3 })
  expect(searchTotals(foldEvents([]), catalog, 0)).toMatchObject({ events: 0, nodes: 0, answer: null, value: null })
  expect(answerAt(foldEvents(events), 0, catalog)).toBeNull()
  expect(answerAt(foldEvents(events), 0, { tasks: [], models: [] })).toBeNull()
})

it('stops at its budget and what it was extended by on the way, also when it is continued from its log', async () => {
  const of = spec({ budget: { trials: 10 } })
  const { events, result } = await run(of, [], (asked, search) => {
    if (asked === 8) search.steer('user', { type: 'extend', trials: 15, tokens: 5 })
  })
  expect(result.trials).toBe(25)
  expect(extendBudget(of.budget, foldEvents(events).steering.extended)).toEqual({ trials: 25 })
  const extended = events.findIndex(({ type }) => type === 'steer') + 1
  expect((await run(of, events.slice(0, extended))).events).toEqual(events)
  for (const [limit, reason] of [
    [{ nodes: 20 }, 'nodes'],
    [{ timeMs: 1 }, 'exhausted'],
    [{ trials: 4 }, 'trials'],
  ] as const) {
    const small = spec({ problem: { numbers: [1, 2, 3], target: 24 }, budget: limit })
    expect((await run(small)).result.reason).toBe(reason)
  }
})

it('extends each kind that has a limit, and no other', () => {
  const amount = fc.integer({ min: 1, max: 1000 })
  const some = fc.record({ trials: amount, nodes: amount, tokens: amount, timeMs: amount }, { requiredKeys: [] })
  fc.assert(
    fc.property(
      some,
      some,
      fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
      (a, b, value) => {
        const budget: Budget = { ...a, ...(value === undefined ? {} : { value }) }
        const grown = extendBudget(budget, b)
        expect(Object.keys(grown).sort()).toEqual(Object.keys(budget).sort())
        for (const kind of ['trials', 'nodes', 'tokens', 'timeMs'] as const) {
          if (budget[kind] !== undefined) expect(grown[kind]).toBe(budget[kind] + (b[kind] ?? 0))
        }
        expect(grown.value).toBe(value)
      },
    ),
  )
})

it('recognises what was asked for from the start of a log, and takes the rest from the spec that came with it', async () => {
  const of = spec({ algorithm: { name: 'uct', options: { c: 2 } }, name: 'one', budget: { trials: 5 }, concurrency: 3 })
  const start = foldEvents((await run(of)).events).start!
  const open = recogniseSearch(start, catalog)
  expect(open).toMatchObject({
    label: '4 9 10 13 → 24',
    spec: { ...of, model: 'unknown', budget: {}, concurrency: 1, algorithm: { name: 'uct', options: { c: 2 } } },
  })
  const whole = recogniseSearch(start, catalog, of)!
  expect(whole.spec).toMatchObject({ ...of, algorithm: { name: 'uct', options: { c: 2, children: 3 } } })
  expect((await run(whole.spec)).events).toEqual((await run(of)).events)
  const poem = { task: 'poem' }
  expect(recogniseSearch({ ...start, problem: poem }, catalog)).toMatchObject({
    spec: { task: 'other', problem: poem },
  })
  expect(recogniseSearch(start, { tasks: [], models: [] })).toMatchObject({ spec: { task: 'other' } })
  expect(recogniseSearch({ ...start, problem: { task: 'countdown' } }, catalog)).toBeNull()
})
