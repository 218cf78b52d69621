import type { Envelope, FoldView, NodeId } from '@espalier/core'
import { ClientError } from '../transport/client-error.ts'
import { createMarker, type Mark } from './mark.ts'
import { createReplay, type ReplayOptions } from './replay.ts'
import type { TokenCounts } from './token-counts.ts'

/** `live`: what comes is shown. `frozen`: the display is held for a moment. `replay`: a place in the log was sought. */
export type StoreMode = 'live' | 'frozen' | 'replay'

/**
 * A search on display: its log so far, and the fold of as much of it as is shown. `subscribe` and `getVersion` are what
 * `useSyncExternalStore` takes; the fold is changed in place, so the version says when to look at it again.
 */
export interface TreeStore {
  /** Takes events in a row, the next one first; those that it has already are passed over. Throws `invalid-response` for a gap. */
  push(envelopes: readonly Envelope[]): void
  subscribe(listener: () => void): () => void
  /** Rises with each notification, and at no other time. */
  getVersion(): number
  /**
   * Shows a search as it stands later than the events received so far, until those have come: the tree of a long search is seen at once
   * and its log, for replay, follows. Passed over when the events are there already.
   */
  preview(later: FoldView): void
  /** What is shown. Another object after a move back in the log, so that whatever was derived from it is begun anew. */
  readonly fold: FoldView
  /** Tokens by subtree, of what is shown. */
  readonly tokens: TokenCounts
  /** Last event received; -1 before the first. */
  readonly lastSeq: number
  /** Last event shown; -1 before the first. */
  readonly shownSeq: number
  /** Events that what is shown rests on and that are still to come: not 0 behind a preview alone. */
  readonly missing: number
  /** Events received and not shown. */
  readonly held: number
  readonly mode: StoreMode
  /** Holds the display while events go on coming. */
  freeze(): void
  /** Lets a held display catch up. */
  thaw(): void
  /** Shows the search as it was after event `seq`; -1: before the first. A place beyond the log is its end. */
  seek(seq: number): void
  /** Shows the newest, and what comes. */
  live(): void
  /** Everything received, in order. */
  readonly envelopes: readonly Envelope[]
  /** Of everything received, in order. */
  readonly marks: readonly Mark[]
}

export interface TreeStoreOptions extends ReplayOptions {
  /** Has something run soon: `requestAnimationFrame` in a page. Notifications wait for it and come at most once each time. */
  readonly schedule: (run: () => void) => void
}

export function createTreeStore(options: TreeStoreOptions): TreeStore {
  const { schedule } = options
  const envelopes: Envelope[] = []
  const labels: string[] = []
  const sources: (readonly [NodeId, string])[] = []
  const marks: Mark[] = []
  const mark = createMarker()
  const replay = createReplay(envelopes, { labels, sources }, options)
  const listeners = new Set<() => void>()
  let mode: StoreMode = 'live'
  let preview: FoldView | null = null
  let version = 0
  let isScheduled = false

  function changed(): void {
    if (isScheduled) return
    isScheduled = true
    schedule(() => {
      isScheduled = false
      version++
      for (const listener of listeners) listener()
    })
  }

  function receive(envelope: Envelope): void {
    const { event } = envelope
    if (event.seq < envelopes.length) return
    if (event.seq > envelopes.length) {
      throw new ClientError('invalid-response', `events: got event ${event.seq}, expected ${envelopes.length}`)
    }
    envelopes.push(envelope)
    if (event.type === 'search-start') labels.push(event.label)
    if (event.type === 'node-add') {
      if (event.source !== undefined) sources.push([event.node, event.source])
      labels.push(event.label)
    }
    const found = mark(event)
    if (found !== null) marks.push(found)
  }

  function moveTo(events: number): void {
    replay.moveTo(events)
    if (preview !== null && preview.seq <= events) preview = null
  }

  function enter(next: StoreMode, events: number): void {
    mode = next
    moveTo(events)
    changed()
  }

  function shown(): FoldView {
    return preview !== null && mode !== 'replay' ? preview : replay.fold
  }

  return {
    push: (batch) => {
      const had = envelopes.length
      for (const envelope of batch) receive(envelope)
      if (envelopes.length === had) return
      if (mode === 'live') moveTo(envelopes.length)
      changed()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    getVersion: () => version,
    preview: (later) => {
      if (later.seq <= envelopes.length) return
      preview = later
      changed()
    },
    get fold() {
      return shown()
    },
    get tokens() {
      return replay.tokens
    },
    get lastSeq() {
      return envelopes.length - 1
    },
    get shownSeq() {
      return shown().seq - 1
    },
    get missing() {
      return Math.max(0, shown().seq - envelopes.length)
    },
    get held() {
      return Math.max(0, envelopes.length - shown().seq)
    },
    get mode() {
      return mode
    },
    freeze: () => {
      if (mode === 'live') enter('frozen', replay.fold.seq)
    },
    thaw: () => {
      if (mode === 'frozen') enter('live', envelopes.length)
    },
    seek: (seq) => enter('replay', Math.max(0, Math.min(envelopes.length, Math.trunc(seq) + 1))),
    live: () => enter('live', envelopes.length),
    envelopes,
    marks,
  }
}
