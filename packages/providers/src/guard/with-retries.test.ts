import { ProviderError, type Provider, type ProviderErrorCode } from '@espalier/token'
import { inVirtualTime } from '@espalier/testing'
import { describe, expect, it } from 'vitest'
import { chat, failureOf, signal } from '../../test/calls.ts'
import { virtualClock } from '../../test/clocks.ts'
import type { Notice } from '../notice.ts'
import { withRetries } from './with-retries.ts'

const FINE = {
  samples: [{ text: 'fine', finish: 'stop' as const, tokens: null }],
  usage: { calls: 1, promptTokens: 1, completionTokens: 1 },
}

/** Fails with these, then does well. */
function failing(...failures: readonly ProviderError[]): Provider & { readonly calls: () => number } {
  let calls = 0
  return {
    name: 'failing',
    calls: () => calls,
    complete: () => {
      const failure = failures[calls++]
      return failure === undefined ? Promise.resolve(FINE) : Promise.reject(failure)
    },
  }
}

const fails = (code: ProviderErrorCode, details = {}): ProviderError => new ProviderError(code, code, details)

describe('withRetries', () => {
  it('waits twice as long each time, with jitter, and tells of every retry', async () => {
    await inVirtualTime(async (time) => {
      const notices: Notice[] = []
      const inner = failing(fails('reset'), fails('server-error'), fails('timeout'))
      const provider = withRetries(inner, {
        clock: virtualClock(time),
        draw: () => 0.5,
        notify: (notice) => void notices.push(notice),
      })
      expect(await provider.complete(chat('x'), { signal: signal() })).toBe(FINE)
      expect(time.now()).toBe(250 + 500 + 1000)
      expect(notices.map((notice) => (notice.type === 'retry' ? [notice.code, notice.waitMs] : null))).toEqual([
        ['reset', 250],
        ['server-error', 500],
        ['timeout', 1000],
      ])
    })
  })

  it('does as the server says, unless that is too long', async () => {
    await inVirtualTime(async (time) => {
      const options = { clock: virtualClock(time), draw: () => 0.5, notify: () => {} }
      const soon = withRetries(failing(fails('rate-limited', { retryAfterMs: 7000 })), options)
      await soon.complete(chat('x'), { signal: signal() })
      expect(time.now()).toBe(7000)
      const late = withRetries(failing(fails('rate-limited', { retryAfterMs: 3_600_000 })), options)
      expect((await failureOf(late.complete(chat('x'), { signal: signal() }))).code).toBe('rate-limited')
      expect(time.now()).toBe(7000)
    })
  })

  it('gives up after so many attempts, and says how many', async () => {
    await inVirtualTime(async (time) => {
      const inner = failing(...Array.from({ length: 9 }, () => fails('reset')))
      const provider = withRetries(inner, { clock: virtualClock(time), draw: () => 1, notify: () => {}, attempts: 3 })
      const failure = await failureOf(provider.complete(chat('x'), { signal: signal() }))
      expect(failure).toMatchObject({ code: 'reset', message: 'reset (3 attempts)' })
      expect(inner.calls()).toBe(3)
    })
  })

  it('does not repeat what cannot get better, nor what was handed on in part', async () => {
    await inVirtualTime(async (time) => {
      const options = { clock: virtualClock(time), draw: () => 1, notify: () => {} }
      for (const code of [
        'bad-request',
        'unauthorized',
        'wrong-schema',
        'reply-too-large',
        'budget-spent',
        'called-off',
      ] as const) {
        const inner = failing(fails(code))
        await failureOf(withRetries(inner, options).complete(chat('x'), { signal: signal() }))
        expect(inner.calls(), code).toBe(1)
      }
      let calls = 0
      const half: Provider = {
        name: 'half',
        complete: (_request, { onPiece }) => {
          calls++
          onPiece?.({ sample: 0, text: 'half', tokens: null })
          return Promise.reject(fails('reset'))
        },
      }
      await failureOf(withRetries(half, options).complete(chat('x'), { signal: signal(), onPiece: () => {} }))
      expect(calls).toBe(1)
    })
  })

  it('leaves off waiting when nobody needs the reply any more', async () => {
    await inVirtualTime(async (time) => {
      const controller = new AbortController()
      const provider = withRetries(failing(fails('reset')), {
        clock: virtualClock(time),
        draw: () => 1,
        notify: () => {},
      })
      const waiting = provider.complete(chat('x'), { signal: controller.signal })
      await time.sleep(10)
      controller.abort(new ProviderError('called-off', 'gone'))
      expect((await failureOf(waiting)).code).toBe('called-off')
      expect(time.now()).toBe(10)
    })
  })
})
