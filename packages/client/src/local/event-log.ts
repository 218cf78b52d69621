import type { Envelope, SearchEvent, Signal } from '@espalier/core'
import { whenAborted } from '../transport/world.ts'

/** The log of one search in memory, and who waits for more of it. */
export interface EventLog {
  readonly envelopes: readonly Envelope[]
  /** No more events will come. */
  readonly closed: boolean
  /** Takes an event. One that came too early waits for those before it. */
  take(at: number, event: SearchEvent): void
  close(): void
  /** Resolves at the next change, or when the signal fires. */
  changed(signal?: Signal): Promise<void>
}

export function createEventLog(envelopes: readonly Envelope[] = [], isClosed = false): EventLog {
  const log = [...envelopes]
  const early = new Map<number, Envelope>()
  const waiting = new Set<() => void>()
  let closed = isClosed

  function wake(): void {
    for (const go of waiting) go()
  }

  return {
    envelopes: log,
    get closed() {
      return closed
    },
    take: (at, event) => {
      early.set(event.seq, { at, event })
      for (let next = early.get(log.length); next !== undefined; next = early.get(log.length)) {
        early.delete(log.length)
        log.push(next)
      }
      wake()
    },
    close: () => {
      closed = true
      wake()
    },
    changed: (signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) return resolve()
        const go = (): void => {
          unhook()
          waiting.delete(go)
          resolve()
        }
        const unhook = whenAborted(signal, go)
        waiting.add(go)
      }),
  }
}
