import type { Envelope } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flakyServer, type Fate, type FlakyServer } from '../../test/flaky-server.ts'
import { inFakeTime } from '../../test/in-fake-time.ts'
import { platformDelay } from '../platform.ts'
import { ClientError } from '../transport/client-error.ts'
import type { EventsOptions, StreamState } from '../transport/search-transport.ts'
import { resumableEvents } from './event-stream.ts'

/** A log as far as the stream is concerned: sequence numbers without gaps, `search-end` last. Labels of more than one byte a character. */
function logOf(events: number): Envelope[] {
  return Array.from({ length: events }, (_, seq): Envelope => {
    const usage = { calls: 0, promptTokens: 0, completionTokens: 0 }
    if (seq === events - 1) return { at: seq, event: { seq, type: 'search-end', reason: 'trials', node: 0, usage } }
    const label = `13 − 9 = 4 🌳 ${seq}`
    return { at: seq, event: { seq, type: 'node-add', trial: seq, node: seq + 1, parent: 0, prior: 1, label } }
  })
}

const byte = fc.nat(10_000)
const fate: fc.Arbitrary<Fate> = fc.oneof(
  fc.record({ type: fc.constant('refused' as const), code: fc.constantFrom('unreachable', 'overloaded', 'stopping') }),
  fc.record({ type: fc.constantFrom('ends' as const, 'breaks' as const, 'hangs' as const), byte }),
  fc.record({ type: fc.constant('shutdown' as const), messages: fc.nat(3) }),
  fc.record({ type: fc.constant('repeats' as const), events: fc.nat(20) }),
)
const sizes = fc.record({ batch: fc.integer({ min: 1, max: 20 }), piece: fc.integer({ min: 1, max: 400 }) })

/** Reads a stream to its end in virtual time. */
async function read(server: FlakyServer, options: EventsOptions & { readonly most?: number } = {}) {
  const seen: Envelope[] = []
  const states: StreamState[] = []
  await inFakeTime(async () => {
    const events = resumableEvents({
      ...options,
      open: server.open,
      delay: platformDelay,
      random: () => 0.5,
      onState: (state) => states.push(state),
    })
    for await (const batch of events) {
      seen.push(...batch)
      if (seen.length >= (options.most ?? Number.POSITIVE_INFINITY)) break
    }
  })
  return { seen, states }
}

describe('a stream of events', () => {
  it('gives every event once and in order, wherever connections drop', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fate, { maxLength: 12 }),
        sizes,
        fc.nat(),
        async (length, fates, size, place) => {
          const log = logOf(length)
          const after = (place % (length + 1)) - 1
          const server = flakyServer(log, fates, size)
          const { seen, states } = await read(server, after < 0 ? {} : { after })
          expect(seen).toEqual(log.slice(after + 1))
          expect(server.openReaders).toBe(0)
          expect(states[0]).toEqual({ type: 'connecting' })
          expect(states.at(-1)).toEqual({ type: 'ended' })
        },
      ),
      { numRuns: 400 },
    )
  })

  it('lets go of its connection wherever the reader leaves', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fate, { maxLength: 4 }),
        sizes,
        fc.integer({ min: 1, max: 39 }),
        async (fates, size, most) => {
          const log = logOf(40)
          const server = flakyServer(log, fates, size)
          const { seen } = await read(server, { most })
          expect(seen).toEqual(log.slice(0, seen.length))
          expect(server.openReaders).toBe(0)
        },
      ),
      { numRuns: 100 },
    )
  })

  it('ends without an error when it is called off, whatever it is waiting for', async () => {
    for (const fates of [
      [{ type: 'hangs', byte: 60 }],
      [
        { type: 'refused', code: 'unreachable' },
        { type: 'refused', code: 'unreachable' },
      ],
    ] satisfies Fate[][]) {
      const server = flakyServer(logOf(9), fates, { batch: 1, piece: 50 })
      const controller = new AbortController()
      await inFakeTime(async () => {
        const events = resumableEvents({
          open: server.open,
          delay: platformDelay,
          random: () => 0,
          signal: controller.signal,
        })
        const reading = (async () => {
          for await (const batch of events) expect(batch).not.toEqual([])
        })()
        await platformDelay(1)
        controller.abort()
        await reading
      })
      expect(server.openReaders).toBe(0)
      expect(server.connections).toBe(1)
    }
  })

  it('waits longer each time nothing comes, and begins anew once something does', async () => {
    const down: Fate = { type: 'refused', code: 'unreachable' }
    const server = flakyServer(logOf(4), [down, down, down, { type: 'shutdown', messages: 1 }, down], {
      batch: 1,
      piece: 1000,
    })
    const { states } = await read(server)
    const waits = states.flatMap((state) => (state.type === 'reconnecting' ? [[state.attempt, state.inMs]] : []))
    // Three quarters of a second and its doubles; then of the two seconds that the stream itself asks for.
    expect(waits).toEqual([
      [1, 750],
      [2, 1500],
      [3, 3000],
      [1, 1500],
      [2, 3000],
    ])
  })

  it('gives up on what no second try can mend', async () => {
    for (const code of ['not-found', 'unauthorized', 'invalid-request'] as const) {
      const open = (): Promise<never> => Promise.reject(new ClientError(code, 'no'))
      await expect(read({ open, openReaders: 0, connections: 0 })).rejects.toMatchObject({ code })
    }
  })

  it('bears with nonsense for a while, and gives up on a stream that is nothing else', async () => {
    const log = logOf(30)
    const garbled: Fate = { type: 'garbled', byte: 0 }
    const size = { batch: 3, piece: 64 }
    const { seen } = await read(
      flakyServer(log, [garbled, { type: 'skips', events: 4 }, { type: 'ends', byte: 400 }, garbled], size),
    )
    expect(seen).toEqual(log)
    const hopeless = flakyServer(
      log,
      Array.from({ length: 20 }, () => garbled),
      size,
    )
    await expect(read(hopeless)).rejects.toMatchObject({ code: 'invalid-response' })
    expect(hopeless.connections).toBe(4)
    expect(hopeless.openReaders).toBe(0)
  })
})
