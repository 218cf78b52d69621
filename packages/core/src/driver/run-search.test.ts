import { expect, expectTypeOf, it } from 'vitest'
import { answerTrial, letters, lettersOptions } from '../../test/letters.ts'
import { contentsOf } from '../../test/soundness.ts'
import type { Envelope, SearchEvent } from '../events/event.ts'
import { foldEvents } from '../events/fold.ts'
import { beam } from '../presets/beam.ts'
import { mcts } from '../presets/mcts.ts'
import type { Expansion, Trial } from '../search/expansion.ts'
import { createSearch } from '../search/search.ts'
import type { SearchResult } from './result.ts'
import { runSearch, streamSearch, type ExpandFn, type RunOptions } from './run-search.ts'
import { anyOf, maxCost, maxFailures, maxMs, maxNodes, maxTokens, maxTrials, untilValue, type StopFn } from './stop.ts'

const problem = { alphabet: 'abcdefgh', length: 6 }
const valueOf = (word: string): number => word.length / 10
const answer: ExpandFn<string, string> = (trial) => Promise.resolve(answerTrial(trial, problem.alphabet, valueOf))

const options = (
  more: Partial<RunOptions<typeof problem, string, string>> = {},
): RunOptions<typeof problem, string, string> => ({
  ...lettersOptions(mcts({ children: 3 }), { problem }),
  expand: answer,
  stop: maxTrials(40),
  ...more,
})

async function collect(
  stream: AsyncGenerator<Envelope, SearchResult<string>, void>,
): Promise<{ envelopes: Envelope[]; result: SearchResult<string> }> {
  const envelopes: Envelope[] = []
  for (;;) {
    const next = await stream.next()
    if (next.done === true) return { envelopes, result: next.value }
    envelopes.push(next.value)
  }
}

const logOf = (envelopes: readonly Envelope[]): SearchEvent[] => envelopes.map((envelope) => envelope.event)
const never = (): Promise<never> => new Promise(() => {})

it('streams a log that folds to the tree of the result', async () => {
  for (const concurrency of [1, 4, 16]) {
    const { envelopes, result } = await collect(streamSearch(options({ concurrency })))
    const fold = foldEvents(logOf(envelopes))
    expect([fold.end?.reason, fold.asked, result.trials, result.events, result.failures]).toEqual([
      'trials',
      40,
      40,
      envelopes.length,
      0,
    ])
    expect([fold.tree.size, fold.tree.pending(0), fold.end?.node]).toEqual([result.tree.size, 0, result.node])
    expect(result.path).toHaveLength(result.tree.depth(result.node))
  }
})

it('gives the answer with its path, or says that there is none', async () => {
  const found = await runSearch(options({ algorithm: beam({ width: 1, children: 1 }), stop: untilValue(0.6) }))
  expect(found).toMatchObject({
    answer: 'aaaaaa',
    path: ['a', 'a', 'a', 'a', 'a', 'a'],
    reason: 'value',
    state: 'aaaaaa',
    rejected: 0,
  })
  expect(found.value).toBeCloseTo(0.6, 6)
  const none = await runSearch(options({ stop: maxTrials(1) }))
  expect(none).toMatchObject({ answer: null, reason: 'trials', trials: 1, state: 'a' })
  const nothing = await runSearch(options({ stop: maxTrials(0) }))
  expect(nothing).toMatchObject({ answer: null, value: null, node: 0, trials: 0, events: 2, path: [] })
})

const priced: ExpandFn<string, string> = async (trial, context) => ({
  ...(await answer(trial, context)),
  usage: { calls: 1, promptTokens: 5, completionTokens: 7, costUsd: 0.01 },
})

it.each<[string, StopFn, (result: SearchResult<string>) => number, number]>([
  ['trials', maxTrials(25), (result) => result.trials, 25],
  ['nodes', maxNodes(30), (result) => result.tree.size, 30],
  ['tokens', maxTokens(100), (result) => result.usage.completionTokens, 100],
  ['cost', maxCost(0.2), (result) => result.usage.costUsd ?? 0, 0.2],
])('asks nothing new once the bound on %s is reached, whatever is in flight', async (reason, stop, spent, bound) => {
  for (const concurrency of [1, 3, 16]) {
    const started: number[] = []
    const expand: ExpandFn<string, string> = (trial, context) => {
      started.push(trial.id)
      return priced(trial, context)
    }
    const { envelopes, result } = await collect(streamSearch(options({ expand, stop, concurrency })))
    expect(result.reason).toBe(reason)
    expect(spent(result)).toBeGreaterThanOrEqual(bound)
    const events = logOf(envelopes)
    const fold = foldEvents([])
    for (const event of events) {
      if (event.type === 'trial-start') expect(stop({ ...progressAt(fold) })).toBeNull()
      foldEvents([event], fold)
    }
    expect(started).toHaveLength(result.trials)
    expect(result.failures).toBe(0)
  }
})

function progressAt(fold: ReturnType<typeof foldEvents>) {
  const { asked, succeeded, failed, usage, tree } = fold
  return {
    asked,
    succeeded,
    failed,
    usage,
    tree,
    extended: fold.steering.extended,
    root: fold.steering.root,
    nodes: tree.size,
    inFlight: fold.openTrials.size,
    answerValue: fold.answer?.value ?? null,
    elapsedMs: null,
  }
}

it('calls off what is in flight when the time is over', async () => {
  let now = 1000
  const slow: ExpandFn<string, string> = (trial, context) => {
    now += 10
    return trial.id < 3 ? answer(trial, context) : never()
  }
  const { envelopes, result } = await collect(
    streamSearch(options({ expand: slow, clock: () => now, stop: maxMs(40), concurrency: 2 })),
  )
  expect([result.reason, result.failures]).toEqual(['time', 1])
  expect(envelopes[0]!.at).toBe(10)
  expect(envelopes.every((envelope, i) => i === 0 || envelope.at >= envelopes[i - 1]!.at)).toBe(true)
})

it.each<[string, StopFn, number | 'fails']>([
  ['value', untilValue(0.5), 0.7],
  ['failures', maxFailures(1), 'fails'],
  ['answers', (progress) => (progress.succeeded >= 2 ? 'answers' : null), 0.1],
])('frees the slots of trials in flight when the search stops early: %s', async (reason, stop, first) => {
  const atWork = new Set<number>()
  const expand: ExpandFn<string, string> = async (trial, context) => {
    if (trial.id === 0) return answer(trial, context)
    if (trial.id === 1) {
      while (atWork.size < 3) await Promise.resolve()
      if (first === 'fails') throw new Error('down')
      return { value: first, proposals: [] }
    }
    atWork.add(trial.id)
    return new Promise((_resolve, reject) => {
      context.signal.addEventListener('abort', () => {
        atWork.delete(trial.id)
        reject(new Error('called off'))
      })
    })
  }
  const algorithm = mcts({ children: 4 })
  const result = await runSearch(
    options({ problem: { alphabet: 'abcd', length: 1 }, backend: letters(1), algorithm, expand, stop, concurrency: 4 }),
  )
  expect([result.reason, result.trials, result.failures]).toEqual([reason, 5, first === 'fails' ? 4 : 3])
  expect([atWork.size, result.tree.pending(0)]).toEqual([0, 0])
})

it('says that a time limit needs a clock, and lets go of everything', async () => {
  await expect(runSearch(options({ stop: maxMs(1) }))).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
})

it('does nothing when it is aborted before it starts', async () => {
  const controller = new AbortController()
  controller.abort()
  let calls = 0
  const { envelopes, result } = await collect(
    streamSearch(options({ signal: controller.signal, expand: (trial, context) => (calls++, answer(trial, context)) })),
  )
  expect([result.reason, calls, envelopes.map(({ event }) => event.type)]).toEqual([
    'aborted',
    0,
    ['search-start', 'search-end'],
  ])
})

it('ends with the best so far when it is aborted midway, and tells those at work', async () => {
  const controller = new AbortController()
  let told = 0
  const expand: ExpandFn<string, string> = (trial, context) => {
    if (trial.id < 10) return answer(trial, context)
    if (trial.id === 12) queueMicrotask(() => controller.abort())
    return new Promise((_, reject) =>
      context.signal.addEventListener('abort', () => (told++, reject(new Error('called off')))),
    )
  }
  const { envelopes, result } = await collect(
    streamSearch(options({ signal: controller.signal, concurrency: 4, expand })),
  )
  expect(result.reason).toBe('aborted')
  expect(result.tree.pending(0)).toBe(0)
  expect(told).toBe(result.failures)
  expect(result.failures).toBeGreaterThan(0)
  const errors = logOf(envelopes).flatMap((event) =>
    event.type === 'trial-end' && event.error ? [event.error.code] : [],
  )
  expect(errors).toEqual(errors.map(() => 'aborted'))
  expect(contentsOf(foldEvents(logOf(envelopes)))).toMatchObject({ end: { reason: 'aborted', node: result.node } })
})

it('ends at once on abort even if the work never answers', async () => {
  const controller = new AbortController()
  const running = runSearch(options({ signal: controller.signal, concurrency: 3, expand: never }))
  await Promise.resolve()
  controller.abort()
  expect(await running).toMatchObject({ reason: 'aborted', trials: 1, failures: 1 })
})

it('calls off what is in flight when the reader leaves early, and nothing else', async () => {
  const signals: { readonly aborted: boolean }[] = []
  const expand: ExpandFn<string, string> = (trial, context) => {
    signals.push(context.signal)
    return trial.id < 4 ? answer(trial, context) : never()
  }
  for await (const { event } of streamSearch(options({ expand, concurrency: 3 })))
    if (event.type === 'trial-start' && event.trial === 6) break
  expect(signals.map((signal) => signal.aborted)).toEqual([false, false, false, false, true, true, true])
})

it('lets go of the outer signal', async () => {
  let listeners = 0
  const { signal } = new AbortController()
  const counting = {
    aborted: false,
    addEventListener: () => void listeners++,
    removeEventListener: () => void listeners--,
  } as unknown as typeof signal
  await runSearch(options({ signal: counting }))
  expect(listeners).toBe(0)
})

it.each<[string, ExpandFn<string, string>, string, RegExp]>([
  ['rejects', () => Promise.reject(new Error('down')), 'expand-failed', /^down$/],
  [
    'rejects with a code',
    () => Promise.reject(Object.assign(new Error('slow down'), { code: 'rate-limited' })),
    'rate-limited',
    /slow down/,
  ],
  ['rejects with nothing', () => Promise.reject(undefined), 'expand-failed', /undefined/],
  ['rejects with a bare object', () => Promise.reject(Object.create(null) as Error), 'expand-failed', /object/],
  [
    'throws',
    () => {
      throw new TypeError('broken')
    },
    'expand-failed',
    /broken/,
  ],
  ['returns nothing', () => Promise.resolve(undefined as never), 'invalid-expansion', /got undefined/],
  ['returns no promise', () => 3 as never, 'invalid-expansion', /got 3/],
  ['returns NaN', () => Promise.resolve({ value: Number.NaN, proposals: [] }), 'invalid-expansion', /NaN/],
  [
    'returns a negative prior',
    () => Promise.resolve({ value: 0, proposals: [{ step: 'a', prior: -1 }] }),
    'invalid-expansion',
    /prior -1/,
  ],
  [
    'returns too much',
    () => Promise.resolve({ value: 0, proposals: 'abcdef'.split('').map((step) => ({ step, prior: 1 })) }),
    'invalid-expansion',
    /6 proposals/,
  ],
])('makes failed trials of work that %s, and ends', async (_, expand, code, message) => {
  const { envelopes, result } = await collect(streamSearch(options({ expand, concurrency: 2 })))
  expect(result).toMatchObject({ reason: 'exhausted', trials: 3, failures: 3, answer: null })
  const errors = logOf(envelopes).flatMap((event) => (event.type === 'trial-end' && event.error ? [event.error] : []))
  expect(errors.map((error) => error.code)).toEqual([code, code, code])
  expect(errors[0]!.message).toMatch(message)
})

it('goes on when some of the work fails, and gives up when too much does', async () => {
  const flaky: ExpandFn<string, string> = (trial, context) =>
    trial.id % 3 === 1 ? Promise.reject(new Error('down')) : answer(trial, context)
  const result = await runSearch(options({ expand: flaky, stop: maxTrials(60), concurrency: 4 }))
  expect(result).toMatchObject({ reason: 'trials', trials: 60, failures: 20 })
  expect(await runSearch(options({ expand: flaky, stop: anyOf(maxTrials(60), maxFailures(5)) }))).toMatchObject({
    reason: 'failures',
    failures: 5,
  })
})

it('keeps as many trials in flight as it may, and no more', async () => {
  let now = 0
  let most = 0
  const expand: ExpandFn<string, string> = async (trial, context) => {
    most = Math.max(most, ++now)
    for (let tick = 0; tick < 100; tick++) await Promise.resolve()
    now--
    return answer(trial, context)
  }
  await runSearch(options({ expand, concurrency: 5, stop: maxTrials(100) }))
  expect(most).toBe(5)
})

it('counts what a trial takes of the concurrency as it is told to', async () => {
  const open = new Map<number, number>()
  let most = 0
  const slotsOf = (trial: Trial<string>): number => (trial.want > 0 ? trial.want : 0.5)
  const expand: ExpandFn<string, string> = async (trial, context) => {
    const before = [...open.values()].reduce((sum, slots) => sum + slots, 0)
    expect(before).toBeLessThan(6)
    open.set(trial.id, slotsOf(trial))
    most = Math.max(most, open.size)
    for (let tick = 0; tick < 100; tick++) await Promise.resolve()
    open.delete(trial.id)
    return answer(trial, context)
  }
  const { trials } = await runSearch(options({ expand, slotsOf, concurrency: 6, stop: maxTrials(80) }))
  expect(trials).toBe(80)
  expect(most).toBeGreaterThan(6)
  await expect(runSearch(options({ slotsOf: () => -1 }))).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
})

it.each([0, 1.5, 5000, Number.NaN])('refuses a concurrency of %d', async (concurrency) => {
  await expect(runSearch(options({ concurrency }))).rejects.toMatchObject({ code: 'INVALID_OPTIONS' })
})

it('lets the host breathe by the clock, not by the count', async () => {
  let now = 0
  let breaths = 0
  await runSearch(
    options({
      clock: () => now,
      breathe: () => (breaths++, Promise.resolve()),
      expand: (trial, context) => ((now += 4), answer(trial, context)),
    }),
  )
  expect(breaths).toBe(13)
})

it('types the work by the state and the step', () => {
  expectTypeOf<ExpandFn<number, string>>().parameter(0).toEqualTypeOf<Trial<number>>()
  expectTypeOf<ExpandFn<number, string>>().returns.toEqualTypeOf<Promise<Expansion<string>>>()
  expectTypeOf(runSearch<string, Float32Array, number>).returns.resolves.toEqualTypeOf<SearchResult<Float32Array>>()
})

it('waits while it is paused, and goes on when it is resumed', async () => {
  const search = createSearch(options({}))
  const resume = { search, inFlight: [], events: search.drain(), kept: 0 }
  const asked: number[] = []
  const expand: ExpandFn<string, string> = (trial, context) => {
    asked.push(trial.id)
    if (trial.id === 2) search.steer('test', { type: 'pause' })
    return priced(trial, context)
  }
  const done = collect(streamSearch(options({ expand, resume, stop: maxTrials(6) })))
  // Everything that can happen without somebody's doing has happened once the queue of small tasks has run dry.
  for (let i = 0; i < 50; i++) await Promise.resolve()
  expect(asked).toEqual([0, 1, 2])
  search.steer('test', { type: 'extend', trials: 2 })
  search.steer('test', { type: 'resume' })
  expect((await done).result).toMatchObject({ reason: 'trials', trials: 8 })
})

it('ends as aborted when somebody cancels it, also while it is paused', async () => {
  for (const isPaused of [false, true]) {
    const search = createSearch(options({}))
    const resume = { search, inFlight: [], events: search.drain(), kept: 0 }
    const expand: ExpandFn<string, string> = (trial, context) => {
      if (trial.id === 2 && isPaused) search.steer('test', { type: 'pause' })
      if (trial.id === 2 && !isPaused) search.steer('test', { type: 'cancel' })
      return priced(trial, context)
    }
    const done = collect(streamSearch(options({ expand, resume, stop: maxTrials(20) })))
    for (let i = 0; i < 50; i++) await Promise.resolve()
    if (isPaused) search.steer('test', { type: 'cancel' })
    const { result, envelopes } = await done
    expect(result.reason).toBe('aborted')
    expect(contentsOf(foldEvents(logOf(envelopes)))).toEqual(contentsOf(search.fold))
  }
})

it('goes on when a budget is extended while its last results are waited for', async () => {
  const search = createSearch(options({}))
  const resume = { search, inFlight: [], events: search.drain(), kept: 0 }
  let release = (): void => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const expand: ExpandFn<string, string> = async (trial, context) => {
    if (trial.id === 3) await held
    return answer(trial, context)
  }
  const done = collect(streamSearch(options({ expand, resume, stop: maxTrials(4), concurrency: 2 })))
  for (let i = 0; i < 50; i++) await Promise.resolve()
  expect([search.fold.asked, search.fold.openTrials.size]).toEqual([4, 1])
  search.steer('test', { type: 'extend', trials: 5 })
  release()
  expect((await done).result).toMatchObject({ reason: 'trials', trials: 9 })
})
