import type { Envelope, Signal } from '@espalier/core'
import { createEventDecoder, isProtocolError } from '@espalier/protocol'
import { ClientError, isClientError } from '../transport/client-error.ts'
import type { EventsOptions } from '../transport/search-transport.ts'
import { createController, whenAborted, type DelayFn } from '../transport/world.ts'
import { backoffMs } from './backoff.ts'
import type { BodyReader } from './fetch.ts'

export interface EventStreamOptions extends EventsOptions {
  /** The bytes of the events behind `after`; null when no more will come. Rejects with a ClientError. */
  readonly open: (after: number | null, signal: Signal) => Promise<BodyReader | null>
  readonly delay: DelayFn
  readonly random: () => number
}

/** Until the stream says otherwise. */
const RETRY_MS = 1000
/** Servers write something every 10 s: a stream that says nothing for so long is dead, whatever the connection claims. */
const SILENCE_MS = 35_000
/** Times in a row that a stream may break off in nonsense at the same place before it is given up. */
const MAX_NONSENSE = 4

/**
 * Events from a stream that may break off at any byte: it is taken up again behind the last event had, what comes twice is dropped, and
 * an event that does not follow is taken for a break. So every event is given exactly once, in order.
 */
export async function* resumableEvents(options: EventStreamOptions): AsyncGenerator<readonly Envelope[], void, void> {
  const { open, delay, random, onState } = options
  const controller = createController()
  const unhook = whenAborted(options.signal, () => controller.abort())
  const { signal } = controller
  let next = (options.after ?? -1) + 1
  let attempt = 0
  let nonsense = 0
  let retryMs = RETRY_MS

  onState?.({ type: 'connecting' })
  try {
    while (!signal.aborted) {
      let askedMs = 0
      try {
        const reader = await open(next === 0 ? null : next - 1, signal)
        if (reader === null) return
        if (signal.aborted) return void reader.cancel().catch(() => {})
        onState?.({ type: 'connected' })
        const decoder = createEventDecoder()
        const pieces = piecesOf(reader, signal, delay)
        try {
          reading: for await (const piece of pieces) {
            for (const part of decoder.push(piece)) {
              retryMs = decoder.retryMs ?? retryMs
              if (part.type === 'shutdown') break reading
              const fresh = following(part.envelopes, next)
              if (fresh === null) throw gapError(part.envelopes, next)
              if (fresh.length === 0) continue
              next += fresh.length
              attempt = 0
              nonsense = 0
              yield fresh
              if (signal.aborted || fresh.at(-1)?.event.type === 'search-end') return
            }
          }
        } finally {
          await pieces.return()
        }
      } catch (error) {
        if (signal.aborted) return
        askedMs = waitOf(error)
      }
      if (signal.aborted) return
      attempt++
      const inMs = Math.max(askedMs, backoffMs(attempt, retryMs, random))
      onState?.({ type: 'reconnecting', inMs, attempt })
      await delay(inMs, signal).catch(() => {})
    }
  } finally {
    unhook()
    controller.abort()
    onState?.({ type: 'ended' })
  }

  /** Milliseconds that an error asks to wait at least. Throws what no second try can mend. */
  function waitOf(error: unknown): number {
    const isNonsense = isProtocolError(error) || (isClientError(error) && error.code === 'invalid-response')
    if (isNonsense && ++nonsense >= MAX_NONSENSE) {
      throw new ClientError('invalid-response', `events: the stream breaks off in nonsense behind event ${next - 1}`, {
        cause: error,
      })
    }
    if (isNonsense) return 0
    if (!isClientError(error) || !error.retryable) throw error
    return error.retryAfterMs ?? 0
  }
}

/** What of some events in a row is new to a reader that waits for `next`; null if they leave a gap. */
function following(envelopes: readonly Envelope[], next: number): readonly Envelope[] | null {
  const first = envelopes[0]?.event.seq ?? next
  if (first > next) return null
  return first === next ? envelopes : envelopes.slice(next - first)
}

function gapError(envelopes: readonly Envelope[], next: number): ClientError {
  return new ClientError('invalid-response', `events: got event ${envelopes[0]?.event.seq}, expected ${next}`)
}

/** The bytes of a stream until it ends, breaks off, says nothing for too long, or is not needed any more. */
async function* piecesOf(reader: BodyReader, signal: Signal, delay: DelayFn): AsyncGenerator<Uint8Array, void, void> {
  const stop = (): void => void reader.cancel().catch(() => {})
  const unhook = whenAborted(signal, stop)
  try {
    for (;;) {
      const piece = await beforeSilence(reader, delay)
      if (piece === null) return
      yield piece
    }
  } finally {
    unhook()
    stop()
  }
}

/** The next piece; null at the end of the stream, however it came. */
async function beforeSilence(reader: BodyReader, delay: DelayFn): Promise<Uint8Array | null> {
  const timer = createController()
  const silence = delay(SILENCE_MS, timer.signal).then(
    () => null,
    () => new Promise<never>(() => {}),
  )
  const read = reader.read().then(
    ({ done, value }) => (done ? null : (value ?? new Uint8Array())),
    () => null,
  )
  try {
    return await Promise.race([read, silence])
  } finally {
    timer.abort()
  }
}
