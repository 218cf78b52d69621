import type { Envelope } from '@espalier/core'
import { encodeBatch } from './batch.ts'

/**
 * Server-sent events: many envelopes a message, written once for all readers.
 *
 *     retry: 2000
 *
 *     id: 511
 *     data: [0,0,[0,0,0,1,3], ...]
 *
 *     : keep
 *
 * `id` is the sequence number of the last event in the message: it comes back as `Last-Event-ID` (or `?after=`), and the stream goes
 * on behind it. The stream ends after the message that holds `search-end`.
 */
export const EVENT_STREAM_TYPE = 'text/event-stream'

/** First on every stream: how long an EventSource waits before it comes back, in milliseconds. */
export const SSE_OPENING = 'retry: 2000\n\n'
/** Against idle proxies, every 10 s. */
export const SSE_HEARTBEAT = ': keep\n\n'
/** The server stops; the reader should come back, and finds the rest where it left off. */
export const SSE_SHUTDOWN = 'event: shutdown\ndata: {}\n\n'

/** A message of the stream. Throws `INVALID_BATCH` for no envelopes, or sequence numbers with a gap. */
export function encodeEvents(envelopes: readonly Envelope[]): string {
  const data = encodeBatch(envelopes)
  return `id: ${envelopes[envelopes.length - 1]!.event.seq}\ndata: ${data}\n\n`
}
