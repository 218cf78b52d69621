import type { Envelope } from '@espalier/core'
import { expect, it } from 'vitest'
import { ClientError } from '../transport/client-error.ts'
import type { EventsOptions, SearchTransport } from '../transport/search-transport.ts'
import { portTransport } from './port-transport.ts'
import { serveTransport } from './serve-transport.ts'

const close = (seq: number): Envelope => ({ at: seq, event: { seq, type: 'node-close', node: seq, cause: 'pruned' } })

/** Both ends of a port, before a transport of which only some is there. */
function bridge(part: Partial<SearchTransport>) {
  const { port1, port2 } = new MessageChannel()
  const stop = serveTransport(part as SearchTransport, port1)
  const transport = portTransport(port2)
  return { transport, stop, port1, port2, end: () => port1.close() }
}

/** Lets messages that were sent arrive. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve))
}

/** Events without an end, and what becomes of whoever reads them. */
function endless() {
  const log = { made: 0, stopped: false, signalled: false }
  async function* events(_: string, { after, signal }: EventsOptions = {}) {
    signal?.addEventListener('abort', () => (log.signalled = true))
    try {
      for (let seq = (after ?? -1) + 1; ; seq++) {
        log.made++
        yield await Promise.resolve([close(seq)])
      }
    } finally {
      log.stopped = true
    }
  }
  return { log, events }
}

it('sends a reader what it asks for and nothing ahead', async () => {
  const { log, events } = endless()
  const { transport, end } = bridge({ events })
  const stream = transport.events('s', { after: 4 })
  await settle()
  expect(log.made).toBe(0)
  for (let n = 1; n <= 5; n++) {
    expect((await stream.next()).value).toEqual([close(4 + n)])
    await settle()
    expect(log.made).toBe(n)
  }
  await stream.return()
  await settle()
  expect(log).toEqual({ made: 5, stopped: true, signalled: true })
  end()
})

it('lets go of a stream that is called off while it waits', async () => {
  let stopped = false
  async function* events(_: string, { signal }: EventsOptions = {}): AsyncGenerator<readonly Envelope[], void, void> {
    yield [close(0)]
    await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
    stopped = true
  }
  const { transport, end } = bridge({ events })
  const controller = new AbortController()
  const seen: Envelope[] = []
  const reading = (async () => {
    for await (const batch of transport.events('s', { signal: controller.signal })) seen.push(...batch)
  })()
  await settle()
  controller.abort()
  await reading
  await settle()
  expect(seen).toEqual([close(0)])
  expect(stopped).toBe(true)
  end()
})

it('carries errors whole, those that are none of ours as internal ones', async () => {
  const refusal = new ClientError('overloaded', 'full', { retryAfterMs: 5000 })
  const { transport, end } = bridge({
    get: () => Promise.reject(refusal),
    pause: () => Promise.reject(new TypeError('a slip')),
    events: async function* () {
      yield [close(0)]
      throw refusal
    },
  })
  const { code, status, retryable, retryAfterMs, message } = refusal
  await expect(transport.get('s')).rejects.toMatchObject({ code, status, retryable, retryAfterMs, message })
  await expect(transport.pause('s')).rejects.toMatchObject({ code: 'internal', message: 'a slip' })
  const stream = transport.events('s')
  await stream.next()
  await expect(stream.next()).rejects.toMatchObject({ code, retryAfterMs })
  end()
})

it('closes both ends: what is under way rejects, and readers are let go', async () => {
  const { log, events } = endless()
  const { transport, stop, end } = bridge({ events, get: () => new Promise(() => {}) })
  const asked = transport.get('s')
  const reading = (async () => {
    for await (const batch of transport.events('s')) if (batch[0]!.event.seq === 3) transport.close()
  })()
  await expect(reading).rejects.toMatchObject({ code: 'unreachable', retryable: true })
  await expect(asked).rejects.toMatchObject({ code: 'unreachable' })
  await expect(transport.get('s')).rejects.toMatchObject({ code: 'unreachable' })
  await expect(transport.events('s').next()).rejects.toMatchObject({ code: 'unreachable' })
  stop()
  await settle()
  expect(log.stopped).toBe(true)
  end()
})

it('minds its own messages on a port that others use too', async () => {
  const { transport, port1, port2, end } = bridge({ cancel: () => Promise.resolve({ id: 's' } as never) })
  for (const noise of [
    null,
    'hello',
    7,
    { id: 1 },
    { espalier: 'more', id: 99 },
    { espalier: 'call', id: -1, method: 'constructor', args: [] },
  ]) {
    port2.postMessage(noise)
    port1.postMessage(noise)
  }
  expect(await transport.cancel('s')).toEqual({ id: 's' })
  end()
})
