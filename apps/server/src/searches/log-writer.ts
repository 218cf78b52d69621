import type { Envelope } from '@espalier/core'
import type { KeptDetail } from '@espalier/protocol'

export interface LogWriter {
  /** Takes the next events, in any order as long as none is missing in the end, each with what its trial left to look at. */
  take(envelope: Envelope, detail?: KeptDetail | null): void
  /** Resolves when all events below `events` are durable; rejects if they cannot be kept. */
  kept(events: number): Promise<void>
  /** Resolves when little enough waits; for writers faster than the disk. */
  room(): Promise<void>
  /** Resolves when all that was taken is durable, less the events of a result that is not whole yet. */
  flush(): Promise<void>
  /** Tells everybody who still waits that nothing more will be kept. */
  abandon(error: unknown): void
}

/** Events that may wait for the disk before the search has to. */
const MAX_WAITING = 4096

/**
 * Brings a search's events to its store: in order of `seq`, many at a time while the disk is busy, and a trial's steps never without
 * the result that they came with, so that a log always breaks off where a search can go on. `published` is told of events once they
 * are durable, never before.
 */
export function createLogWriter(
  kept: number,
  append: (envelopes: readonly Envelope[], details: readonly KeptDetail[]) => Promise<void>,
  published: (envelopes: readonly Envelope[]) => void,
): LogWriter {
  let batch: Envelope[] = []
  /** How many of the batch may be written. */
  let whole = 0
  let nextSeq = kept
  let durable = kept
  const early = new Map<number, Envelope>()
  /** Of events that are not durable, by their sequence numbers. */
  const details = new Map<number, KeptDetail>()
  const waiters: { readonly events: number; resolve(): void; reject(error: unknown): void }[] = []
  let writing = false
  let failure: { readonly error: unknown } | null = null
  let insideResult = false

  function accept(envelope: Envelope): void {
    batch.push(envelope)
    nextSeq++
    if (envelope.event.type === 'node-add') insideResult = true
    if (envelope.event.type === 'trial-end') insideResult = false
    if (!insideResult) whole = batch.length
  }

  async function write(): Promise<void> {
    // Events of one turn go down together.
    await Promise.resolve()
    while (whole > 0 && failure === null) {
      const group = batch.slice(0, whole)
      batch = batch.slice(whole)
      whole = 0
      try {
        await append(group, detailsOf(group))
      } catch (error) {
        failure = { error }
        break
      }
      durable += group.length
      published(group)
      settle()
    }
    // At once, not when this promise is seen to be settled: what is taken in between would wait for ever.
    writing = false
    settle()
  }

  function detailsOf(group: readonly Envelope[]): readonly KeptDetail[] {
    return group.flatMap(({ event: { seq } }) => {
      const detail = details.get(seq)
      details.delete(seq)
      return detail ?? []
    })
  }

  function settle(): void {
    for (let i = 0; i < waiters.length;) {
      const waiter = waiters[i]!
      if (durable >= waiter.events) waiter.resolve()
      else if (failure !== null) waiter.reject(failure.error)
      else {
        i++
        continue
      }
      waiters.splice(i, 1)
    }
  }

  function keptUpTo(events: number): Promise<void> {
    return new Promise((resolve, reject) => {
      waiters.push({ events, resolve, reject })
      settle()
    })
  }

  return {
    take: (envelope, detail = null) => {
      if (detail !== null) details.set(detail.seq, detail)
      if (envelope.event.seq !== nextSeq) {
        early.set(envelope.event.seq, envelope)
        return
      }
      accept(envelope)
      for (let next = early.get(nextSeq); next !== undefined; next = early.get(nextSeq)) {
        early.delete(nextSeq)
        accept(next)
      }
      if (whole === 0 || failure !== null || writing) return
      writing = true
      void write()
    },
    kept: keptUpTo,
    room: async () => {
      if (failure !== null) throw failure.error
      if (batch.length > MAX_WAITING) await keptUpTo(durable + 1)
    },
    flush: () => keptUpTo(nextSeq - (batch.length - whole)),
    abandon: (error) => {
      failure ??= { error }
      settle()
    },
  }
}
