import type { Envelope } from '@espalier/core'
import { decodeBatch } from './batch.ts'
import { createSseParser } from './sse-parser.ts'

/** What a stream of events says: events in a row, or that the server stops and the reader should come back. */
export type StreamPart =
  { readonly type: 'events'; readonly envelopes: readonly Envelope[] } | { readonly type: 'shutdown' }

export interface EventDecoder {
  /** What this piece of the stream completes. Throws `INVALID_STREAM` or `INVALID_BATCH`. */
  push(piece: Uint8Array | string): StreamPart[]
  /** Milliseconds that the server asks to wait before coming back; null if it has not. */
  readonly retryMs: number | null
}

/** In browsers, workers and Node alike; declared here because this package loads no platform types. */
declare const TextDecoder: new (
  label: string,
  options: { readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array, options: { readonly stream: boolean }): string }

/** Reads the events of a search from bytes (or text) in pieces of any size. Messages of unknown types are passed over. */
export function createEventDecoder(): EventDecoder {
  const parser = createSseParser()
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  return {
    get retryMs() {
      return parser.retryMs
    },
    push: (piece) =>
      parser
        .push(typeof piece === 'string' ? piece : utf8.decode(piece, { stream: true }))
        .flatMap((message): readonly StreamPart[] => {
          if (message.event === 'shutdown') return [{ type: 'shutdown' }]
          return message.event === 'message' ? [{ type: 'events', envelopes: decodeBatch(message.data) }] : []
        }),
  }
}
