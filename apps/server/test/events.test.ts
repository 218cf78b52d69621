import { describe, expect, it } from 'vitest'
import { foldEvents, type Envelope } from '@espalier/core'
import { createEventDecoder, decodeSnapshot, hashTree, type StreamPart } from '@espalier/protocol'
import { pacedCatalog } from './paced-model.ts'
import { expectProblem, isOver, testApp, type TestApp } from './test-app.ts'

/** Reads a stream until its end, or until so many events have come. */
async function readEvents(response: Response, atMost = Number.POSITIVE_INFINITY) {
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const decoder = createEventDecoder()
  const reader = response.body!.getReader()
  const parts: StreamPart[] = []
  const events: Envelope[] = []
  while (events.length < atMost) {
    const { done, value } = await reader.read()
    if (done) return { events, parts, ended: true }
    for (const part of decoder.push(value)) {
      parts.push(part)
      if (part.type === 'events') events.push(...part.envelopes)
    }
  }
  await reader.cancel()
  return { events, parts, ended: false }
}

async function finished() {
  const server = await testApp()
  const { id } = await server.create({ budget: { trials: 300 }, concurrency: 4 })
  await server.until(id, isOver)
  return { ...server, id, log: await server.store.read(id, 0, 1e6) }
}

const events = (server: TestApp, id: string, query = '', headers: Record<string, string> = {}): Promise<Response> =>
  server.fetch(`/v1/searches/${id}/events${query}`, { headers })

describe('the events of an ended search', () => {
  it('come whole, in order, and end', async () => {
    const server = await finished()
    const read = await readEvents(await events(server, server.id))
    expect(read).toMatchObject({ ended: true })
    expect(read.events).toEqual(server.log)
  })

  it('go on behind the last one that the reader had', async () => {
    const server = await finished()
    const { id, log } = server
    const total = log.length
    for (const after of [0, 1, 17, 511, total - 2]) {
      const byQuery = await readEvents(await events(server, id, `?after=${after}`))
      const byHeader = await readEvents(await events(server, id, '', { 'last-event-id': String(after) }))
      expect(byQuery.events).toEqual(log.slice(after + 1))
      expect(byHeader.events).toEqual(log.slice(after + 1))
    }
    const both = await readEvents(await events(server, id, '?after=3', { 'last-event-id': '90' }))
    expect(both.events[0]?.event.seq).toBe(91)
    const none = await readEvents(await events(server, id, '?after=3', { 'last-event-id': '' }))
    expect(none.events[0]?.event.seq).toBe(4)
  })

  it('are 204 to whoever has them all', async () => {
    const server = await finished()
    const response = await events(server, server.id, `?after=${server.log.length - 1}`)
    expect(response.status).toBe(204)
    expect(await response.text()).toBe('')
  })

  it('are refused behind a place that the search has not got', async () => {
    const server = await finished()
    for (const place of [String(server.log.length), '99999999', '-1', '1.5', 'x', '1e3', '0x10', '9'.repeat(30)]) {
      await expectProblem(events(server, server.id, `?after=${place}`), 'invalid-request')
      await expectProblem(events(server, server.id, '', { 'last-event-id': place }), 'invalid-request')
    }
  })

  it('are only looked at by HEAD', async () => {
    const server = await finished()
    const response = await server.fetch(`/v1/searches/${server.id}/events`, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
    expect(await (await server.get('/metrics')).text()).toContain('espalier_event_readers 0')
  })
})

describe('the events of a running search', () => {
  it('come as they happen, to every reader the same', async () => {
    const { catalog, allow } = pacedCatalog()
    const server = await testApp({ catalog })
    const { id } = await server.create({ budget: { trials: 200 } })
    const readers = Array.from({ length: 5 }, async () => readEvents(await events(server, id)))
    for (let i = 0; i < 20; i++) {
      allow(10)
      await server.until(id, ({ trials }) => trials >= Math.min(200, (i + 1) * 10))
    }
    const log = await server.until(id, isOver).then(() => server.store.read(id, 0, 1e6))
    for (const read of await Promise.all(readers)) expect(read.events).toEqual(log)
    const response = await server.get(`/v1/searches/${id}/tree`)
    const { tree } = decodeSnapshot(new Uint8Array(await response.arrayBuffer()))
    expect(hashTree(foldEvents(log.map(({ event }) => event)).tree)).toBe(hashTree(tree))
  })

  it('are each had exactly once by a reader that drops and comes back, however often', async () => {
    const { catalog, allow } = pacedCatalog()
    const server = await testApp({ catalog })
    const { id } = await server.create({ budget: { trials: 120 } })
    const had: Envelope[] = []
    for (let round = 1; had.at(-1)?.event.type !== 'search-end'; round++) {
      allow(7)
      const read = await readEvents(await events(server, id, had.length === 0 ? '' : `?after=${had.length - 1}`), round)
      had.push(...read.events)
    }
    expect(had).toEqual(await server.store.read(id, 0, 1e6))
    expect(await (await server.get('/metrics')).text()).toContain('espalier_event_readers 0')
  })

  it('end with a farewell when the server stops, and are not lost', async () => {
    const { catalog, allow } = pacedCatalog()
    const server = await testApp({ catalog })
    const { id } = await server.create()
    const reading = events(server, id).then((response) => readEvents(response))
    allow(5)
    await server.until(id, ({ trials }) => trials === 6)
    await server.stop()
    const read = await reading
    expect(read).toMatchObject({ ended: true })
    expect(read.parts.at(-1)).toEqual({ type: 'shutdown' })
    expect(read.events).toEqual(await server.store.read(id, 0, 1e6))
    expect(read.events.at(-1)?.event.type).not.toBe('search-end')
  })

  it('are served to no more readers at once than the limit', async () => {
    const { catalog } = pacedCatalog()
    const server = await testApp({ catalog, limits: { eventReaders: 2 } })
    const { id } = await server.create()
    const open = [await events(server, id), await events(server, id)]
    await expectProblem(events(server, id), 'overloaded')
    await open[0]!.body!.cancel()
    const again = await events(server, id)
    expect(again.status).toBe(200)
    await Promise.all([open[1]!.body!.cancel(), again.body!.cancel()])
  })
})
