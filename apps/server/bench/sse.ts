/**
 * How fast the events of a running search reach ten readers, beside a bare node:http server that writes the same bytes to as many:
 * `npm run bench -w @espalier/server`. Readers are a process of their own; the two servers take turns in rounds, and the ratio is taken
 * inside a round, since a shared machine drifts by more than the difference.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { setImmediate as turn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Envelope } from '@espalier/core'
import { encodeEnvelopes, encodeText } from '../src/http/encode.ts'
import { eventStream } from '../src/http/event-stream.ts'
import { listen } from '../src/listen.ts'
import { CHUNK_EVENTS, createFeed } from '../src/searches/feed.ts'
import { systemClock } from '../src/world/clock.ts'
import { sampleLog } from './sample-log.ts'

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const READERS = 10
const EVENTS = options.quick ? 100_000 : 400_000
const ROUNDS = options.quick ? 3 : 5
/** Messages that are published before the readers have taken them. */
const AHEAD = 64
const CLIENTS = fileURLToPath(new URL('sse-clients.ts', import.meta.url))

/** Milliseconds until ten readers had all bytes of a server. */
async function readAll(port: number, bytes: number): Promise<number> {
  const args = ['--import', 'tsx', CLIENTS, String(port), '/', String(READERS), String(bytes)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (data) => (text += String(data)))
  const [code] = (await once(child, 'exit')) as [number]
  if (code !== 0) throw new Error('the readers failed')
  return (JSON.parse(text) as { readonly ms: number }).ms
}

/** The server's own way: events are published, encoded once, and each reader pulls. */
async function throughServer(
  log: readonly Envelope[],
  bytes: number,
): Promise<{ readonly ms: number; readonly missed: number }> {
  const clock = systemClock()
  const feed = createFeed(0, false, encodeEnvelopes)
  let taken = 0
  let missed = 0
  const watched = { ...feed, chunkAt: (seq: number) => (taken++, feed.chunkAt(seq)) }
  Object.defineProperties(watched, {
    head: { get: () => feed.head },
    closed: { get: () => feed.closed },
    readers: { get: () => feed.readers },
    interrupted: { get: () => feed.interrupted },
  })
  const listening = await listen(
    () =>
      new Response(
        eventStream({
          feed: watched,
          from: 0,
          clock,
          encode: encodeEnvelopes,
          read: (from, limit) => {
            missed++
            return Promise.resolve(log.slice(from, Math.min(from + limit, feed.head)))
          },
          opening: encodeText('retry: 2000\n\n'),
          heartbeat: encodeText(': keep\n\n'),
          farewell: encodeText(''),
          heartbeatMs: 10_000,
          stallMs: 60_000,
          onEnd: () => {},
        }),
        { headers: { 'content-type': 'text/event-stream' } },
      ),
    0,
    '127.0.0.1',
  )
  const reading = readAll(listening.port, bytes)
  while (feed.readers < READERS) await turn()
  for (let at = 0, sent = 0; at < log.length; at += CHUNK_EVENTS, sent++) {
    while (sent - taken / READERS > AHEAD) await turn()
    feed.publish(log.slice(at, at + CHUNK_EVENTS))
    await turn()
  }
  const ms = await reading
  feed.close()
  await listening.close()
  return { ms, missed }
}

/** The least that node:http can do: the same bytes, written to each as fast as it takes them. */
async function throughBareServer(batches: readonly Uint8Array[], bytes: number): Promise<number> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    let next = 0
    const write = (): void => {
      while (next < batches.length && response.write(batches[next++]!));
    }
    response.on('drain', write)
    write()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as { readonly port: number }
  const ms = await readAll(address.port, bytes)
  server.closeAllConnections()
  server.close()
  return ms
}

const log = await sampleLog(EVENTS)
const batches = Array.from({ length: Math.ceil(log.length / CHUNK_EVENTS) }, (_, i) =>
  encodeEnvelopes(log.slice(i * CHUNK_EVENTS, (i + 1) * CHUNK_EVENTS)),
)
const bytes = batches.reduce((sum, batch) => sum + batch.length, 0)
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!
const millions = (ms: number): string => `${((log.length * READERS) / ms / 1000).toFixed(2)} M/s`

const rounds: { readonly server: number; readonly bare: number; readonly missed: number }[] = []
for (let i = 0; i < ROUNDS; i++) {
  const { ms, missed } = await throughServer(log, bytes)
  rounds.push({ server: ms, bare: await throughBareServer(batches, bytes), missed })
}
const misses = rounds.reduce((sum, { missed }) => sum + missed, 0)
console.log(`${log.length.toLocaleString('en')} events to ${READERS} readers, ${ROUNDS} rounds, medians`)
console.log(`| bytes an event | delivered | bare node:http | server / bare |`)
console.log(`|---|---|---|---|`)
console.log(
  `| ${(bytes / log.length).toFixed(1)} | ${millions(median(rounds.map(({ server }) => server)))} | ${millions(
    median(rounds.map(({ bare }) => bare)),
  )} | ${median(rounds.map(({ server, bare }) => bare / server)).toFixed(2)} |`,
)
console.log(`Readers that fell behind the shared messages and read on their own: ${misses} times.`)
process.exit(0)
