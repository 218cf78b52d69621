import type { StreamState } from '@espalier/client'
import { expect, it } from 'vitest'
import {
  ended,
  eventsFrom,
  expectInARow,
  expectRefusal,
  foldOf,
  someEvents,
  withTransport,
  type TransportSuiteOptions,
} from './transport-suite.ts'

/** Every event exactly once and in order, for every reader, from any place on. */
export function eventTests(options: TransportSuiteOptions): void {
  const { short, endless } = options

  it('gives every event once and in order, to readers at any time', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(short)
      const [early, alsoEarly] = await Promise.all([eventsFrom(transport, id), eventsFrom(transport, id)])
      expectInARow(early, 0)
      expect(early.at(-1)?.event.type).toBe('search-end')
      expect(foldOf(early).end).not.toBeNull()
      expect(alsoEarly).toEqual(early)
      expect(await eventsFrom(transport, id)).toEqual(early)
      for (const after of [0, 1, early.length >> 1, early.length - 2]) {
        expect(await eventsFrom(transport, id, after)).toEqual(early.slice(after + 1))
      }
      expect(await eventsFrom(transport, id, early.length - 1)).toEqual([])
    }))

  it('goes on where a reader left', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(endless)
      const first = await someEvents(transport, id, 20)
      const second = await someEvents(transport, id, 20, first.length - 1)
      await transport.cancel(id)
      const rest = await eventsFrom(transport, id, first.length + second.length - 1)
      const all = [...first, ...second, ...rest]
      expectInARow(all, 0)
      expect(all).toEqual(await eventsFrom(transport, id))
      expect(foldOf(all).end?.reason).toBe('aborted')
    }))

  it('ends without an error when its reader calls it off, before, between and after events', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(endless)
      const before = new AbortController()
      before.abort()
      for await (const batch of transport.events(id, { signal: before.signal })) expect(batch).toBe('nothing')

      const between = new AbortController()
      let seen = 0
      for await (const batch of transport.events(id, { signal: between.signal })) {
        seen += batch.length
        between.abort()
      }
      expect(seen).toBeGreaterThan(0)

      await transport.pause(id)
      const { events } = await transport.get(id)
      const waiting = new AbortController()
      const reading = someEvents(transport, id, Number.POSITIVE_INFINITY, events - 1)
      const idle = (async () => {
        for await (const _ of transport.events(id, { after: events - 1, signal: waiting.signal })) waiting.abort()
      })()
      await transport.get(id)
      waiting.abort()
      await idle
      await transport.cancel(id)
      expectInARow(await reading, events)
    }))

  it('says where a stream stands, first and last', () =>
    withTransport(options, async (transport) => {
      const { id } = await ended(transport, short)
      const states: StreamState[] = []
      for await (const batch of transport.events(id, { onState: (state) => states.push(state) })) {
        expect(batch).not.toEqual([])
        expect(states).toContainEqual({ type: 'connected' })
      }
      const types = states.map(({ type }) => type).filter((type) => type !== 'reconnecting')
      expect([...new Set(types)]).toEqual(['connecting', 'connected', 'ended'])
      expect([types[0], states.at(-1)]).toEqual(['connecting', { type: 'ended' }])
    }))

  it('refuses a place beyond the log, and a search that there is not', () =>
    withTransport(options, async (transport) => {
      const { id, events } = await ended(transport, short)
      await expectRefusal(transport.events(id, { after: events }).next(), 'invalid-request', 400)
      await expectRefusal(transport.events('no-such-search').next(), 'not-found', 404)
    }))
}
