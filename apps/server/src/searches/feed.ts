import type { Envelope } from '@espalier/core'

/** Some events in a row, encoded for readers. */
export interface Chunk {
  readonly firstSeq: number
  readonly count: number
  readonly bytes: Uint8Array
}

/**
 * What readers of one search's events share: how many events are durable, whether more may come, and the newest events encoded once for
 * all of them. A reader has only its place in the log, so a slow one costs nothing and falls back on the store.
 */
export interface Feed {
  /** Durable events. */
  readonly head: number
  /** No more events will come. */
  readonly closed: boolean
  /** It was closed because the server stops, not because the search has ended. */
  readonly interrupted: boolean
  /** The encoded events that begin at `seq`; null if they are not at hand. */
  chunkAt(seq: number): Chunk | null
  /** Sequence number of the first chunk at hand after `seq`; the head if there is none. */
  nextChunk(seq: number): number
  publish(envelopes: readonly Envelope[]): void
  close(): void
  interrupt(): void
  /** Calls `wake` at the next change; gives the function that calls it off. */
  onChange(wake: () => void): () => void
  readonly readers: number
}

/** A feed as its readers have it. */
export type FeedView = Pick<Feed, 'head' | 'closed' | 'interrupted' | 'chunkAt' | 'nextChunk' | 'onChange'>

const KEPT_BYTES = 4 * 1024 * 1024
/** Events in one message at most: a reader that breaks off reads so many again at most. */
export const CHUNK_EVENTS = 512

export function createFeed(
  head: number,
  closed: boolean,
  encode: (envelopes: readonly Envelope[]) => Uint8Array,
): Feed {
  const chunks = new Map<number, Chunk>()
  const wakers = new Set<() => void>()
  let bytesKept = 0
  let isClosed = closed
  let isInterrupted = false
  let events = head

  const wakeAll = (): void => {
    for (const wake of wakers) wake()
  }

  return {
    get head() {
      return events
    },
    get closed() {
      return isClosed
    },
    get interrupted() {
      return isInterrupted
    },
    get readers() {
      return wakers.size
    },
    chunkAt: (seq) => chunks.get(seq) ?? null,
    nextChunk: (seq) => {
      for (const firstSeq of chunks.keys()) if (firstSeq > seq) return firstSeq
      return events
    },
    publish: (envelopes) => {
      // Nobody listens: readers to come find the events in the store.
      for (let at = 0; at < envelopes.length && wakers.size > 0; at += CHUNK_EVENTS) {
        const part = envelopes.slice(at, at + CHUNK_EVENTS)
        const chunk = { firstSeq: events + at, count: part.length, bytes: encode(part) }
        chunks.set(chunk.firstSeq, chunk)
        bytesKept += chunk.bytes.length
      }
      for (const [firstSeq, { bytes }] of chunks) {
        if (bytesKept <= KEPT_BYTES) break
        chunks.delete(firstSeq)
        bytesKept -= bytes.length
      }
      events += envelopes.length
      wakeAll()
    },
    close: () => {
      isClosed = true
      wakeAll()
    },
    interrupt: () => {
      if (isClosed) return
      isInterrupted = true
      isClosed = true
      wakeAll()
    },
    onChange: (wake) => {
      wakers.add(wake)
      return () => void wakers.delete(wake)
    },
  }
}
