import { keyedDraw } from '@espalier/core'
import { ProviderError, type Provider } from '@espalier/token'
import { inVirtualTime } from '@espalier/testing'
import { describe, expect, it } from 'vitest'
import { chat, signal } from '../../test/calls.ts'
import { virtualClock } from '../../test/clocks.ts'
import { guardedProvider } from '../guarded-provider.ts'
import type { Notice } from '../notice.ts'
import { createLimiter } from './limiter.ts'

const NO_TEXT = { samples: [], usage: { calls: 1, promptTokens: 0, completionTokens: 0 } }

describe('createLimiter', () => {
  it('lets in as many as it may, in order, and forgets those that were called off', async () => {
    await inVirtualTime(async (time) => {
      const limiter = createLimiter({ max: 2, clock: virtualClock(time) })
      const entered: number[] = []
      const controller = new AbortController()
      const leaves = [0, 1, 2, 3].map((i) =>
        limiter.enter(i === 2 ? controller.signal : signal()).then((leave) => {
          entered.push(i)
          return leave
        }),
      )
      await time.sleep(1)
      expect(entered).toEqual([0, 1])
      controller.abort(new Error('gone'))
      await expect(leaves[2]).rejects.toThrow('gone')
      ;(await leaves[0]!)({ type: 'served' })
      await leaves[3]
      expect(entered).toEqual([0, 1, 3])
      expect(limiter.inFlight).toBe(2)
    })
  })

  it('halves once for all calls of one 429, and comes back one by one', async () => {
    await inVirtualTime(async (time) => {
      const changes: number[] = []
      const limiter = createLimiter({
        max: 16,
        clock: virtualClock(time),
        onChange: (limit) => void changes.push(limit),
      })
      const leaves = await Promise.all(Array.from({ length: 16 }, () => limiter.enter(signal())))
      for (const leave of leaves) leave({ type: 'limited', retryAfterMs: 500 })
      expect(changes).toEqual([8])
      const begun = time.now()
      for (let i = 0; i < 8 + 9; i++) (await limiter.enter(signal()))({ type: 'served' })
      expect(time.now() - begun).toBe(500)
      expect(changes).toEqual([8, 9, 10])
    })
  })

  it('finds what a server takes: few calls are refused in the long run, and its places are used', async () => {
    await inVirtualTime(async (time) => {
      const places = 6
      let busy = 0
      let refused = 0
      let served = 0
      let busyMs = 0
      const server: Provider = {
        name: 'strict',
        complete: async (request) => {
          if (busy >= places) {
            refused++
            throw new ProviderError('rate-limited', 'HTTP 429', { status: 429 })
          }
          busy++
          const ms = 50 + 100 * keyedDraw(1, request.seed!, 0)
          await time.sleep(ms)
          busyMs += ms
          busy--
          served++
          return NO_TEXT
        },
      }
      const notices: Notice[] = []
      const provider = guardedProvider(server, {
        clock: virtualClock(time),
        draw: () => 0.5,
        concurrency: 64,
        attempts: 20,
        notify: (notice) => void notices.push(notice),
      })
      await Promise.all(
        Array.from({ length: 600 }, (_, seed) => provider.complete(chat('x', { seed }), { signal: signal() })),
      )
      expect(served).toBe(600)
      expect(refused / served).toBeLessThan(0.35)
      expect(busyMs / (places * time.now())).toBeGreaterThan(0.6)
      expect(notices.filter(({ type }) => type === 'concurrency').length).toBeGreaterThan(3)
    })
  })
})
