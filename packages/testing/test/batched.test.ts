import { batched, maxTrials, mcts, runSearch, type ExpandManyFn, type Outcome, type Trial } from '@espalier/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { scriptedOutcome } from '../src/scripted-expand.ts'
import { hashTree, type HashState } from '../src/toys/hash-tree.ts'
import { inVirtualTime, type VirtualTime } from '../src/virtual-time.ts'

const toy = hashTree({ branching: 4, depth: 6, root: 3 })
const { problem, backend } = toy

type Many = ExpandManyFn<HashState, number>

/** Trials by hand: what the driver would send, without one. */
function trial(id: number): Trial<HashState> {
  const state = backend.root(problem)
  return {
    id,
    node: 0,
    depth: 0,
    state,
    evaluate: true,
    evaluated: false,
    want: 0,
    proposals: 'distinct',
    existing: [],
    seed: 0,
  }
}

const answer = (one: Trial<HashState>): Outcome<number> => ({ value: one.id / 1000, proposals: [] })
const signal = (): { readonly signal: AbortSignal; abort(): void } => new AbortController()

interface Call {
  readonly size: number
  readonly at: number
}

/** A search over a model that takes `ms` for a call, however many trials are in it. */
function searchIn(
  time: VirtualTime,
  options: {
    maxBatch: number
    maxWaitMs: number
    concurrency: number
    trials: number
    ms: (call: number) => number
    /** What a trial waits for by itself before it comes to the model, such as a passage to be found. */
    before?: (trial: number) => number
  },
  calls: Call[] = [],
) {
  const expandMany: Many = async (trials, context) => {
    const call = calls.push({ size: trials.length, at: time.now() }) - 1
    await time.sleep(options.ms(call), context.signal)
    return trials.map((one) => scriptedOutcome(toy, one))
  }
  const { maxBatch, maxWaitMs, concurrency, before } = options
  const expand = batched(expandMany, { maxBatch, maxWaitMs, sleep: time.sleep })
  return runSearch({
    problem,
    backend,
    algorithm: mcts({ children: 3 }),
    describe: () => ({ problem: null, label: '' }),
    concurrency,
    stop: maxTrials(options.trials),
    expand: async (trial, context) => {
      if (before !== undefined) await time.sleep(before(trial.id), context.signal)
      return expand(trial, context)
    },
  })
}

it('works through any search with every trial in one call, none too large, and never hangs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        maxBatch: fc.integer({ min: 1, max: 12 }),
        maxWaitMs: fc.constantFrom(0, 1, 7, 1000),
        concurrency: fc.integer({ min: 1, max: 24 }),
        trials: fc.integer({ min: 1, max: 80 }),
        salt: fc.nat(99),
        late: fc.constantFrom(0, 1, 40),
      }),
      async ({ salt, late, ...options }) => {
        const calls: Call[] = []
        const ms = (call: number): number => 1 + ((call * 37 + salt) % 19)
        const before = late === 0 ? {} : { before: (trial: number) => (trial * 13 + salt) % late }
        const result = await inVirtualTime((time) => searchIn(time, { ...options, ...before, ms }, calls))
        expect([result.reason, result.trials, result.failures]).toEqual(['trials', options.trials, 0])
        expect(calls.reduce((sum, { size }) => sum + size, 0)).toBe(options.trials)
        for (const { size } of calls) {
          expect(size).toBeGreaterThan(0)
          expect(size).toBeLessThanOrEqual(Math.min(options.maxBatch, options.concurrency))
        }
      },
    ),
    { numRuns: 60 },
  )
})

it('sends what is there as soon as the search has nothing to add, whatever the waiting time', async () => {
  for (const maxWaitMs of [0, 60_000]) {
    const calls: Call[] = []
    const ms = (): number => 10
    await inVirtualTime((time) => searchIn(time, { maxBatch: 64, maxWaitMs, concurrency: 8, trials: 60, ms }, calls))
    // The root alone, then its three children; later all eight come back together and go out together.
    expect(calls.slice(0, 2)).toEqual([
      { size: 1, at: 0 },
      { size: 3, at: 10 },
    ])
    expect(calls.at(-2)!.size).toBe(8)
  }
})

it('lets trials wait for others while a call is under way, but no longer than they may', async () => {
  await inVirtualTime(async (time) => {
    const calls: Call[] = []
    const slowFirst: Many = async (trials) => {
      calls.push({ size: trials.length, at: time.now() })
      await time.sleep(calls.length === 1 ? 100 : 1)
      return trials.map(answer)
    }
    let idle: (() => void)[] = []
    const context = { signal: signal().signal, whenIdle: (listener: () => void) => void idle.push(listener) }
    const goIdle = (): void => idle.splice(0).forEach((listener) => listener())
    const expand = batched(slowFirst, { maxBatch: 3, maxWaitMs: 20, sleep: time.sleep })
    const first = expand(trial(1), context)
    goIdle()
    const second = expand(trial(2), context)
    goIdle()
    await time.sleep(15)
    const third = expand(trial(3), context)
    goIdle()
    expect(calls).toEqual([{ size: 1, at: 0 }])
    await Promise.all([second, third])
    expect(calls).toEqual([
      { size: 1, at: 0 },
      { size: 2, at: 20 },
    ])
    const full = [4, 5, 6].map((id) => expand(trial(id), context))
    expect(calls.at(-1)).toEqual({ size: 3, at: time.now() })
    idle = []
    await Promise.all([first, ...full])
  })
})

it('goes out with the microtask where nobody says when all is there', async () => {
  const sizes: number[] = []
  const expand = batched<HashState, number>(
    (trials) => (sizes.push(trials.length), Promise.resolve(trials.map(answer))),
    {
      maxBatch: 3,
    },
  )
  const values = await Promise.all([1, 2, 3, 4, 5].map((id) => expand(trial(id), signal())))
  expect(values.map((outcome) => outcome.value)).toEqual([0.001, 0.002, 0.003, 0.004, 0.005])
  expect(sizes).toEqual([3, 2])
})

it('fails one item alone, with its code and its cost', async () => {
  const usage = { calls: 1, promptTokens: 5, completionTokens: 0 }
  const expandMany: Many = (trials) =>
    Promise.resolve(
      trials.map((one) => (one.id === 2 ? { error: { code: 'refused', message: 'no' }, usage } : answer(one))),
    )
  const expand = batched(expandMany, { maxBatch: 8 })
  const settled = await Promise.allSettled([1, 2, 3].map((id) => expand(trial(id), signal())))
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((settled[1] as PromiseRejectedResult).reason).toMatchObject({ message: 'no', code: 'refused', usage })
})

it.each<[string, Many, string, RegExp]>([
  ['rejects', () => Promise.reject(Object.assign(new Error('down'), { code: 'unavailable' })), 'unavailable', /^down$/],
  [
    'throws',
    () => {
      throw new TypeError('broken')
    },
    'expand-failed',
    /^broken$/,
  ],
  ['returns too few', () => Promise.resolve([]), 'invalid-batch', /got 0 outcomes, .* each of 3 trials/],
  ['returns too many', (all) => Promise.resolve([...all, ...all].map(answer)), 'invalid-batch', /got 6 outcomes/],
  ['returns no list', () => Promise.resolve(null as never), 'invalid-batch', /got object/],
])('fails all of the trials of a call that %s', async (_, expandMany, code, message) => {
  const expand = batched(expandMany, { maxBatch: 8 })
  const settled = await Promise.allSettled([1, 2, 3].map((id) => expand(trial(id), signal())))
  for (const one of settled) {
    expect(one).toMatchObject({ status: 'rejected', reason: { code } })
    expect((one as PromiseRejectedResult).reason).toMatchObject({ message: expect.stringMatching(message) as string })
  }
})

it('counts the cost of a call that failed once', async () => {
  const usage = { calls: 1, promptTokens: 50, completionTokens: 0 }
  let failedCalls = 0
  const result = await inVirtualTime((time) =>
    runSearch({
      problem,
      backend,
      algorithm: mcts({ children: 3 }),
      describe: () => ({ problem: null, label: '' }),
      concurrency: 3,
      expand: batched<HashState, number>(
        async (trials) => {
          await time.sleep(1)
          if (trials.length === 3 && failedCalls++ === 0) throw Object.assign(new Error('down'), { usage })
          return trials.map((one) => scriptedOutcome(toy, one))
        },
        { maxBatch: 3 },
      ),
      stop: maxTrials(12),
    }),
  )
  expect(result.failures).toBe(3)
  expect(result.usage).toMatchObject({ calls: 1, promptTokens: 50 })
})

it('hands garbage in the place of an item to the search, which says what is wrong with it', async () => {
  const garbage = [undefined, 7, { error: null }, { error: { code: 3 } }]
  const expandMany: Many = (trials) => Promise.resolve(trials.map((_, i) => garbage[i] as unknown as Outcome<number>))
  const expand = batched(expandMany, { maxBatch: 8 })
  const all = await Promise.all(garbage.map((_, id) => expand(trial(id), signal())))
  expect(all).toEqual(garbage)
})

it('lets the others go on when one is called off, before its call and in it', async () => {
  await inVirtualTime(async (time) => {
    const seen: number[][] = []
    const signals: { readonly aborted: boolean }[] = []
    const expandMany: Many = async (trials, context) => {
      seen.push(trials.map(({ id }) => id))
      signals.push(context.signal)
      await time.sleep(10)
      return trials.map(answer)
    }
    const expand = batched(expandMany, { maxBatch: 8, maxWaitMs: 5, sleep: time.sleep })
    const controllers = [1, 2, 3].map(() => signal())
    const results = Promise.allSettled(controllers.map((each, i) => expand(trial(i), each)))
    controllers[0]!.abort()
    await time.sleep(7)
    expect(seen).toEqual([[1, 2]])
    controllers[1]!.abort()
    expect(signals[0]!.aborted).toBe(false)
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })
})

it('calls a call off when nobody waits for it any more, and does not make one that nobody wants', async () => {
  await inVirtualTime(async (time) => {
    let calls = 0
    let calledOff = 0
    const expandMany: Many = (_, context) => {
      calls++
      context.signal.addEventListener('abort', () => calledOff++)
      return time.sleep(1000, context.signal).then(() => [])
    }
    const expand = batched(expandMany, { maxBatch: 2, maxWaitMs: 5, sleep: time.sleep })
    const controllers = [1, 2, 3].map(() => signal())
    const results = Promise.allSettled(controllers.map((each, i) => expand(trial(i), each)))
    for (const each of controllers) each.abort()
    await results
    await time.sleep(20)
    expect([calls, calledOff]).toEqual([1, 1])
    const late = signal()
    late.abort()
    await expect(expand(trial(9), late)).rejects.toThrow('called off')
    expect(calls).toBe(1)
  })
})

it.each([{ maxBatch: 0 }, { maxBatch: 1.5 }, { maxBatch: 4, maxWaitMs: -1 }, { maxBatch: 4, maxWaitMs: 3 }])(
  'refuses %o',
  (options) => {
    expect(() => batched(() => Promise.resolve([]), options)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
  },
)
