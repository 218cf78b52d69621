import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { someLog } from '../../test/describe-store.ts'
import { createFeed, type Feed } from '../searches/feed.ts'
import type { Clock } from '../world/clock.ts'
import { eventStream } from './event-stream.ts'
import type { Envelope } from '@espalier/core'

const encode = (envelopes: readonly Envelope[]): Uint8Array =>
  Buffer.from(envelopes.map(({ event }) => `${event.seq} `).join(''))

/** Time that passes only when a test says so. */
function manualClock(): Clock & { pass(ms: number): void; readonly timers: number } {
  let now = 0
  const timers = new Map<() => void, number>()
  return {
    now: () => now,
    wall: () => now,
    breathe: () => Promise.resolve(),
    after: (ms, run) => {
      timers.set(run, now + ms)
      return () => void timers.delete(run)
    },
    pass: (ms) => {
      now += ms
      for (const [run, due] of timers) {
        if (due > now) continue
        timers.delete(run)
        run()
      }
    },
    get timers() {
      return timers.size
    },
  }
}

interface Opened {
  readonly feed: Feed
  readonly clock: ReturnType<typeof manualClock>
  readonly reader: ReadableStreamDefaultReader<Uint8Array>
  readonly reads: string[]
  ends: number
  text(): Promise<string>
}

function open(log: readonly Envelope[], head: number, from: number): Opened {
  const feed = createFeed(head, false, encode)
  const clock = manualClock()
  const reads: string[] = []
  const stream = eventStream({
    feed,
    from,
    clock,
    encode,
    read: (start, limit) => {
      reads.push(`${start}+${Math.min(limit, feed.head - start)}`)
      return Promise.resolve(log.slice(start, Math.min(start + limit, feed.head)))
    },
    opening: Buffer.from('open '),
    heartbeat: Buffer.from('beat '),
    farewell: Buffer.from('bye '),
    heartbeatMs: 10_000,
    stallMs: 60_000,
    onEnd: () => void opened.ends++,
  })
  const reader = stream.getReader()
  const opened: Opened = {
    feed,
    clock,
    reader,
    reads,
    ends: 0,
    text: async () => {
      const { done, value } = await reader.read()
      return done ? 'END' : Buffer.from(value).toString()
    },
  }
  return opened
}

const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `${from + i} `).join('')

it('replays what is kept, then follows what comes, shared, without a gap or a repetition', async () => {
  const log = someLog(20, true)
  const { feed, reads, text } = open(log, 10, 4)
  expect(await text()).toBe('open ')
  expect(await text()).toBe(numbers(4, 10))
  const waiting = text()
  await turn()
  feed.publish(log.slice(10, 15))
  expect(await waiting).toBe(numbers(10, 15))
  feed.publish(log.slice(15, 16))
  feed.publish(log.slice(16))
  feed.close()
  expect(await text()).toBe('15 ')
  expect(await text()).toBe(numbers(16, log.length))
  expect(await text()).toBe('END')
  expect(reads).toEqual(['4+6'])
})

it('resumes in the middle of a message and joins the shared ones at the next', async () => {
  const log = someLog(20, true)
  const first = open(log, 0, 0)
  first.feed.publish(log.slice(0, 8))
  first.feed.publish(log.slice(8, 12))
  expect(first.feed.nextChunk(3)).toBe(8)
  expect(first.feed.chunkAt(8)?.count).toBe(4)
  expect(first.feed.chunkAt(9)).toBeNull()
})

it('sends heartbeats while nothing happens, and none once the reader has left', async () => {
  const { feed, clock, reader, text } = open(someLog(3), 0, 0)
  expect(await text()).toBe('open ')
  for (let i = 0; i < 3; i++) {
    const waiting = text()
    await turn()
    clock.pass(10_000)
    expect(await waiting).toBe('beat ')
  }
  await turn()
  await reader.cancel()
  await turn()
  expect(feed.readers).toBe(0)
  expect(clock.timers).toBe(0)
})

it('ends once for a reader that leaves', async () => {
  const opened = open(someLog(3), 0, 0)
  await opened.text()
  await opened.reader.cancel()
  opened.feed.close()
  await turn()
  expect(opened.ends).toBe(1)
})

it('keeps one message for a reader that does not read, and lets it go after a while', async () => {
  const log = someLog(60)
  const opened = open(log, 0, 0)
  await turn()
  for (let at = 0; at < log.length; at++) opened.feed.publish(log.slice(at, at + 1))
  await turn()
  expect(opened.reads).toEqual([])
  opened.clock.pass(60_000)
  await turn()
  expect(opened.ends).toBe(0)
  expect(await opened.text()).toBe('open ')
  await turn()
  opened.clock.pass(60_000)
  await expect(opened.reader.read()).rejects.toThrow('does not read')
  expect(opened.ends).toBe(1)
  expect(opened.feed.readers).toBe(0)
})

it('says goodbye when the server stops', async () => {
  const { feed, text } = open(someLog(3), 2, 0)
  await text()
  await text()
  feed.interrupt()
  expect(await text()).toBe('bye ')
  expect(await text()).toBe('END')
})

it('breaks off when the log cannot be read', async () => {
  const feed = createFeed(5, true, encode)
  let ends = 0
  const reader = eventStream({
    feed,
    from: 0,
    clock: manualClock(),
    encode,
    read: () => Promise.reject(new Error('gone')),
    opening: Buffer.from('open'),
    heartbeat: Buffer.from(''),
    farewell: Buffer.from(''),
    heartbeatMs: 1,
    stallMs: 1,
    onEnd: () => void ends++,
  }).getReader()
  await reader.read()
  await expect(reader.read()).rejects.toThrow('gone')
  expect(ends).toBe(1)
})
