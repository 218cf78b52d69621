import type { Envelope, Json } from '@espalier/core'
import type { KeptDetail } from '@espalier/protocol'
import type { KeptTrace } from '../trace/trace-policy.ts'

/** What is fixed about a search when it is created. */
export interface SearchHeader {
  /** Sorts by time of creation: a later search has a greater id. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
  /** What was asked for, with every default filled in. */
  readonly spec: Json
  /** The key that the creator gave, and the fingerprint of the request that came with it. */
  readonly idempotency: { readonly key: string; readonly fingerprint: string } | null
  /** The log came from elsewhere: it is read, never continued. */
  readonly imported: boolean
  /** The search that it was forked from, and how many events of its log this one's begins with. Absent: it was not. */
  readonly forkedFrom?: { readonly id: string; readonly at: number }
  /** How much of it is shown. Absent: everything. */
  readonly trace?: KeptTrace
}

/** What may change about a search beside its log; the last one written counts. Opaque to a store. */
export type SearchControl = Readonly<Record<string, Json>>

export interface StoredSearch {
  readonly header: SearchHeader
  readonly control: SearchControl
  /** Events kept; the next one has this sequence number. */
  readonly events: number
  /** Whether the last of them is `search-end`. */
  readonly ended: boolean
}

/**
 * Keeps searches: their headers, logs and controls. Once a promise of `create`, `append` or `setControl` has resolved, what it wrote
 * survives the death of the process; before that, all of one call's events are kept or none.
 * One process at a time uses a store.
 */
export interface SearchStore {
  /** Keeps a new search, with the first part of its log. If the idempotency key is known already, gives the search that has it instead. */
  create(
    header: SearchHeader,
    control: SearchControl,
    log?: readonly Envelope[],
  ): Promise<{ readonly search: StoredSearch; readonly created: boolean }>
  /** Null if there is none. */
  get(id: string): Promise<StoredSearch | null>
  /** The search created with an idempotency key; null if there is none. */
  findByKey(key: string): Promise<StoredSearch | null>
  /** Newest first: at most `limit` searches with ids below `before`, or the newest of all. */
  list(before: string | null, limit: number): Promise<readonly StoredSearch[]>
  /**
   * Appends events. Their sequence numbers must go on from those kept; throws a {@link StoreError} otherwise. `details`: what the trials that
   * these events end left to look at, in order; kept beside the log, and with the events or not at all.
   */
  append(id: string, envelopes: readonly Envelope[], details?: readonly KeptDetail[]): Promise<void>
  setControl(id: string, control: SearchControl): Promise<void>
  /** Events from sequence number `from` on, in order, at most `limit`; none beyond the last one kept. */
  read(id: string, from: number, limit: number): Promise<readonly Envelope[]>
  /** What the trials at a node left to look at, in the order of the log. */
  details(id: string, node: number): Promise<readonly KeptDetail[]>
  /**
   * Keeps what the whole log of an ended search comes to, so that it need not be worked out again. A store may lose it at any time, but
   * never gives other bytes or those of another log. Throws `NOT_ENDED` while events may follow.
   */
  keepSnapshot(id: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** Null if there is none. */
  snapshot(id: string): Promise<Uint8Array<ArrayBuffer> | null>
  /** Waits for what is under way and lets go of everything. Later calls reject. */
  close(): Promise<void>
}

export type StoreErrorCode =
  'UNKNOWN_SEARCH' | 'DUPLICATE_ID' | 'EVENT_GAP' | 'NOT_ENDED' | 'CLOSED' | 'LOCKED' | 'UNUSABLE'

/** A mistake of the store's caller, or a place that cannot be used. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export const notEnded = (id: string): StoreError =>
  new StoreError('NOT_ENDED', `${id}: got a snapshot of a log that has not ended`)

/** Throws `EVENT_GAP` unless the events go on from `events` kept and nothing follows an end. Returns whether the last one is the end. */
export function checkContinuation(
  id: string,
  kept: { readonly events: number; readonly ended: boolean },
  added: readonly Envelope[],
): boolean {
  let { events, ended } = kept
  for (const { event } of added) {
    if (ended || event.seq !== events) {
      const expected = ended ? 'nothing after the end' : `sequence number ${events}`
      throw new StoreError('EVENT_GAP', `${id}: got event ${event.seq}, expected ${expected}`)
    }
    events++
    ended = event.type === 'search-end'
  }
  return ended
}

/** Throws `EVENT_GAP` unless every detail belongs to the end of a trial among the events, in their order. */
export function checkDetails(id: string, added: readonly Envelope[], details: readonly KeptDetail[]): void {
  let at = 0
  for (const { seq, trial } of details) {
    while (at < added.length && added[at]!.event.seq < seq) at++
    const event = added[at]?.event
    if (event?.type !== 'trial-end' || event.seq !== seq || event.trial !== trial)
      throw new StoreError('EVENT_GAP', `${id}: got a detail of trial ${trial} at event ${seq}, which does not end it`)
    at++
  }
}
