import type { Envelope } from '@espalier/core'
import { CHUNK_EVENTS, type FeedView } from '../searches/feed.ts'
import type { Clock } from '../world/clock.ts'

export interface EventStreamOptions {
  readonly feed: FeedView
  /** Sequence number of the first event to send. */
  readonly from: number
  readonly read: (from: number, limit: number) => Promise<readonly Envelope[]>
  readonly encode: (envelopes: readonly Envelope[]) => Uint8Array
  /** Sent first, before any event. */
  readonly opening: Uint8Array
  readonly heartbeat: Uint8Array
  /** Sent when the server stops in the middle. */
  readonly farewell: Uint8Array
  readonly heartbeatMs: number
  /** A reader that takes nothing for so long while there is something is let go. */
  readonly stallMs: number
  readonly clock: Clock
  /** Called once, however the stream ends. */
  readonly onEnd: () => void
}

/**
 * The events of a search as bytes, from one on: first those that are kept, then those to come, without a gap in between, because the
 * reader's place in the log decides what comes next and nothing else. Made on demand: a reader that does not read keeps one message
 * waiting, not a queue of them.
 */
export function eventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  const { feed, clock, read, encode } = options
  let at = options.from
  let wake = (): void => {}
  let ended = false
  let cancelStall = (): void => {}
  const unsubscribe = feed.onChange(() => wake())

  function end(): void {
    if (ended) return
    ended = true
    cancelStall()
    unsubscribe()
    options.onEnd()
    wake()
  }

  /** The next bytes; null at the end of the search, or when the reader has left. */
  async function next(): Promise<Uint8Array | null> {
    for (;;) {
      if (ended) return null
      if (at < feed.head) {
        const shared = feed.chunkAt(at)
        if (shared !== null) {
          at += shared.count
          return shared.bytes
        }
        const kept = await read(at, Math.min(CHUNK_EVENTS, feed.nextChunk(at) - at))
        at += kept.length
        return encode(kept)
      }
      if (feed.closed) return null
      const beat = await new Promise<boolean>((resolve) => {
        const stop = clock.after(options.heartbeatMs, () => resolve(true))
        wake = () => {
          stop()
          resolve(false)
        }
      })
      if (beat) return options.heartbeat
    }
  }

  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(options.opening),
      pull: async (controller) => {
        cancelStall()
        try {
          const bytes = await next()
          if (bytes !== null) {
            controller.enqueue(bytes)
            cancelStall = clock.after(options.stallMs, () => {
              controller.error(new Error('the reader does not read'))
              end()
            })
            return
          }
          if (ended) return
          if (feed.interrupted) controller.enqueue(options.farewell)
          end()
          controller.close()
        } catch (error) {
          end()
          controller.error(error)
        }
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  )
}
