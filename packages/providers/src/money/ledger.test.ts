import { createPreset, keyedDraw, runSearch, type ExpandFn } from '@espalier/core'
import { digitSum, inVirtualTime, scriptedOutcome } from '@espalier/testing'
import { ProviderError, type Provider } from '@espalier/token'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chat, failureOf, signal } from '../../test/calls.ts'
import { virtualClock } from '../../test/clocks.ts'
import { guardedProvider } from '../guarded-provider.ts'
import type { Notice } from '../notice.ts'
import { createLedger, untilSpent } from './ledger.ts'
import { costOf, NANO } from './price-table.ts'

const PRICE = { prompt: 2, completion: 10 }

describe('createLedger', () => {
  it('puts by, settles, waits for what comes back, and refuses what can never fit', async () => {
    const ledger = createLedger(1)
    const first = await ledger.reserve(0.6 * NANO, signal())
    const second = ledger.reserve(0.5 * NANO, signal())
    const third = ledger.reserve(0.1 * NANO, signal())
    expect(ledger.reservedUsd).toBe(0.6)
    first.settle(0.2 * NANO)
    first.settle(0.2 * NANO)
    expect([await second, await third].map(({ amount }) => amount / NANO)).toEqual([0.5, 0.1])
    expect(ledger).toMatchObject({ spentUsd: 0.2, reservedUsd: 0.6, isSpent: false })
    expect((await failureOf(ledger.reserve(0.9 * NANO, signal()))).message).toBe(
      'the call may cost $0.900000, and $0.800000 of $1.000000 are left',
    )
    expect(ledger.isSpent).toBe(true)
  })

  it('lets go of those that are called off, and of those behind them', async () => {
    const ledger = createLedger(1)
    await ledger.reserve(0.8 * NANO, signal())
    const controller = new AbortController()
    const big = ledger.reserve(0.9 * NANO, controller.signal)
    const small = ledger.reserve(0.1 * NANO, signal())
    controller.abort(new Error('gone'))
    await expect(big).rejects.toThrow('gone')
    expect((await small).amount).toBe(0.1 * NANO)
  })

  it('never has more spent and put by than the cap, whatever comes in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 100 })), { maxLength: 40 }),
        async (calls) => {
          const ledger = createLedger(1000 / NANO)
          const all = calls.map(async ([amount, percent]) => {
            const reservation = await ledger.reserve(amount, signal())
            expect((ledger.spentUsd + ledger.reservedUsd) * NANO).toBeLessThanOrEqual(1000.0001)
            await Promise.resolve()
            reservation.settle(Math.floor((amount * percent) / 100))
          })
          await Promise.allSettled(all)
          expect(ledger.reservedUsd).toBe(0)
          expect(ledger.spentUsd * NANO).toBeLessThanOrEqual(1000.0001)
        },
      ),
    )
  })
})

/** A model whose replies, times and failures are drawn; it keeps its own account of what it would charge. */
function pricedModel(sleep: (ms: number) => Promise<void>) {
  let charged = 0
  let calls = 0
  const provider: Provider = {
    name: 'priced',
    complete: async ({ maxTokens, samples = 1 }) => {
      const call = calls++
      await sleep(20 + 400 * keyedDraw(1, call, 0))
      const completionTokens = Math.ceil(maxTokens * samples * keyedDraw(1, call, 1) ** 2)
      const usage = { calls: 1, promptTokens: 60 + Math.floor(40 * keyedDraw(1, call, 2)), completionTokens }
      charged += costOf(usage, PRICE)
      const text = { text: 'x', finish: 'stop' as const, tokens: null }
      return { samples: Array.from({ length: samples }, () => text), usage }
    },
  }
  return { provider, chargedUsd: () => charged / NANO, calls: () => calls }
}

describe('a cap on money', () => {
  it('of $1.00 holds 100 searches at once to $1.00, and lets them spend nearly all of it', async () => {
    await inVirtualTime(async (time) => {
      const service = pricedModel((ms) => time.sleep(ms))
      const ledger = createLedger(1)
      const model = guardedProvider(service.provider, {
        clock: virtualClock(time),
        price: PRICE,
        ledger,
        concurrency: 256,
      })
      const toy = digitSum({ length: 6, digits: 5, secret: 3 })
      const expand: ExpandFn<string, number> = async (trial, context) => {
        const { usage } = await model.complete(chat('x'.repeat(60), { maxTokens: 60, samples: 3 }), {
          signal: context.signal,
        })
        const { cachedTokens: _cached, isEstimate: _estimate, ...plain } = usage
        return { ...scriptedOutcome(toy, trial), usage: plain } as never
      }
      const results = await Promise.all(
        Array.from({ length: 100 }, (_, seed) =>
          runSearch({
            problem: toy.problem,
            backend: toy.backend,
            algorithm: createPreset('mcts'),
            seed,
            expand,
            concurrency: 4,
            stop: untilSpent(ledger),
          }),
        ),
      )
      expect(service.chargedUsd()).toBeLessThanOrEqual(1)
      expect(service.chargedUsd()).toBeGreaterThan(0.99)
      expect(ledger.spentUsd).toBe(service.chargedUsd())
      expect(ledger.reservedUsd).toBe(0)
      expect(new Set(results.map(({ reason }) => reason))).toEqual(new Set(['cost']))
      const told = results.reduce((sum, { usage }) => sum + (usage.costUsd ?? 0), 0)
      expect(told).toBeCloseTo(ledger.spentUsd, 9)
      expect(service.calls()).toBeGreaterThan(100)
    })
  })

  it('counts what may have been charged for: a call that broke costs what was put by for it', async () => {
    const ledger = createLedger(1)
    const ask = (failure: ProviderError) => {
      const broken: Provider = { name: 'broken', complete: () => Promise.reject(failure) }
      const model = guardedProvider(broken, { price: PRICE, ledger, attempts: 1 })
      return failureOf(model.complete(chat('x'), { signal: signal() }))
    }
    await ask(new ProviderError('refused', 'no connection'))
    await ask(new ProviderError('server-error', 'HTTP 500', { status: 500 }))
    expect(ledger.spentUsd).toBe(0)
    await ask(new ProviderError('reset', 'the connection broke'))
    expect(ledger.spentUsd).toBe(((1 + 2 * 64) * 2000 + 50 * 10_000) / NANO)
  })

  it('says once that nobody knows a price, and tells of a server that took more than it was asked to', async () => {
    const notices: Notice[] = []
    const notify = (notice: Notice): void => void notices.push(notice)
    const greedy: Provider = {
      name: 'greedy',
      complete: () =>
        Promise.resolve({
          samples: [{ text: 'x', finish: 'stop', tokens: null }],
          usage: { calls: 1, promptTokens: 10, completionTokens: 9000 },
        }),
    }
    const unknown = guardedProvider(greedy, { notify })
    for (let i = 0; i < 3; i++)
      expect((await unknown.complete(chat('x'), { signal: signal() })).usage.costUsd).toBeUndefined()
    expect(notices.map(({ type }) => type)).toEqual(['unknown-price'])
    const known = guardedProvider(greedy, { notify, price: PRICE, ledger: createLedger(1) })
    expect((await known.complete(chat('x'), { signal: signal() })).usage.costUsd).toBe(0.09002)
    expect(notices.map(({ type }) => type)).toEqual(['unknown-price', 'overrun'])
  })
})
