import {
  createTreeStore,
  followSearch,
  previewSearch,
  type SearchTransport,
  type StreamState,
  type TreeStore,
} from '@espalier/client'
import type { NodeId } from '@espalier/core'
import type { ExtendRequest, NodeEvidence, SearchInfo, ThoughtPoints } from '@espalier/protocol'
import { PREVIEW_FROM } from '../homes/opening-transport.ts'
import { isOver } from './connection.ts'
import { createUndoableCancel, type CancelPhase } from './undoable-cancel.ts'
import { createNodeEvents, type NodeEvents } from '../inspector/node-events.ts'
import { createThoughtLooks, type ThoughtLooks } from '../thoughts/thought-looks.ts'

/** What is known of a search beside its tree. */
export interface SessionState {
  /** Null until it was first answered. */
  readonly info: SearchInfo | null
  readonly stream: StreamState
  /** Why the events cannot be had. */
  readonly streamFailure: unknown
  /** Why the last question about the search failed; null after one that did not. */
  readonly infoFailure: unknown
  /** What somebody asked for, until it is answered. */
  readonly asking: 'pause' | 'resume' | 'extend' | null
  /** Whether it is being cancelled, and whether that can still be undone. */
  readonly cancelling: CancelPhase
  /** Of a search from a file that was shown before it was proven; null for any other. */
  readonly proof: 'checking' | 'proven' | 'refused' | null
  /** Why that was refused. */
  readonly refused: unknown
}

/** A search on the screen: its events flow into the store, its status is asked for, and orders go out. No React in it. */
export interface Session {
  readonly store: TreeStore
  readonly nodeEvents: NodeEvents
  getState(): SessionState
  subscribe(listener: () => void): () => void
  pause(): void
  resume(): void
  /** Ends the search, after a while in which that can be undone. */
  cancel(): void
  undoCancel(): void
  extend(more: ExtendRequest): void
  exportFile(): Promise<Uint8Array>
  /** What the values and steps of a node rest on. */
  evidence(node: NodeId): Promise<NodeEvidence>
  /** Looks at the vectors of its nodes. */
  readonly looks: ThoughtLooks
  /** Where these vectors lie. */
  thoughts(): Promise<ThoughtPoints>
  /** After a failure: follows and asks again. */
  retry(): void
  forgetRefusal(): void
  /** Begins to follow; the function that it gives ends that, and the search if it is being cancelled. */
  start(): () => void
}

const ASK_EVERY_MS = 1_000
/** Until a change of the store is on the canvas: the store tells of it, React renders, the canvas draws, each in a frame. */
const FRAMES_TO_DRAW = 4
const DRAWN_WITHIN_MS = 1_000
/** Displays of a running search per second: enough to look live, few enough to be read. */
const LIVE_HZ = 8

/** Resolves when the page has had the time to draw what was changed before; in a page that is not in sight, soon. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, DRAWN_WITHIN_MS)
    const frames = (left: number): unknown =>
      left === 0 ? setTimeout(resolve) : requestAnimationFrame(() => frames(left - 1))
    frames(FRAMES_TO_DRAW)
  })
}

/** `proof`: of the file that the search is from, where that is not done yet. */
export function createSession(transport: SearchTransport, id: string, proof: Promise<void> | null = null): Session {
  const store = createTreeStore({ schedule })
  const nodeEvents = createNodeEvents(store.envelopes)
  const looks = createThoughtLooks((node) => transport.thought(id, node))
  const listeners = new Set<() => void>()
  let state: SessionState = {
    info: null,
    stream: { type: 'connecting' },
    streamFailure: null,
    infoFailure: null,
    asking: null,
    cancelling: 'none',
    proof: proof === null ? null : 'checking',
    refused: null,
  }
  const cancelling = createUndoableCancel({
    transport,
    id,
    after: (ms, run) => {
      const undoTimer = window.setTimeout(run, ms)
      return () => window.clearTimeout(undoTimer)
    },
    onPhase: (phase) => change({ cancelling: phase }),
    onInfo: (info) => change({ info }),
    onRefused: (refused) => change({ refused }),
  })
  let following: AbortController | null = null
  let timer = 0
  let lastDrawn = 0

  /** Events of a live search are shown at {@link LIVE_HZ}; whatever somebody does, at the next frame. */
  function schedule(run: () => void): void {
    const draw = (): void => {
      lastDrawn = performance.now()
      run()
    }
    const rest = store.mode === 'live' ? lastDrawn + 1000 / LIVE_HZ - performance.now() : 0
    if (rest > 0) setTimeout(() => requestAnimationFrame(draw), rest)
    else requestAnimationFrame(draw)
  }

  function change(part: Partial<SessionState>): void {
    state = { ...state, ...part }
    if (isOver(state)) cancelling.forget()
    for (const listener of listeners) listener()
  }

  async function ask(signal: AbortSignal): Promise<void> {
    try {
      const info = await transport.get(id)
      if (!signal.aborted) change({ info, infoFailure: null })
    } catch (infoFailure) {
      if (!signal.aborted) change({ infoFailure })
    }
  }

  function askAgain(signal: AbortSignal): void {
    const isLost = state.info === null && state.infoFailure !== null
    if (signal.aborted || isOver(state) || isLost) return
    timer = window.setTimeout(() => void ask(signal).then(() => askAgain(signal)), ASK_EVERY_MS)
  }

  async function show(signal: AbortSignal): Promise<void> {
    await ask(signal)
    if ((state.info?.events ?? 0) - store.lastSeq > PREVIEW_FROM) {
      // Without a preview the tree comes with its events, which also say what stands in the way.
      await previewSearch(transport, id, store).catch(() => {})
      // Reading its events would keep the page from drawing what it has.
      await drawn()
    }
    askAgain(signal)
    await follow(signal)
  }

  async function follow(signal: AbortSignal): Promise<void> {
    try {
      await followSearch(transport, id, store, {
        signal,
        onState: (stream) => {
          if (!signal.aborted) change({ stream })
        },
      })
      if (!signal.aborted) await ask(signal)
    } catch (streamFailure) {
      if (!signal.aborted) change({ streamFailure })
    }
  }

  function start(): () => void {
    const controller = new AbortController()
    following = controller
    void show(controller.signal)
    proof?.then(
      () => change({ proof: 'proven' }),
      (infoFailure: unknown) => change({ proof: 'refused', infoFailure }),
    )
    // Whoever leaves while a cancel can be undone has not undone it.
    addEventListener('pagehide', cancelling.commit)
    return () => {
      removeEventListener('pagehide', cancelling.commit)
      cancelling.commit()
      stop()
    }
  }

  function stop(): void {
    following?.abort()
    window.clearTimeout(timer)
  }

  /** Shows what an order will lead to at once; the answer corrects it. */
  function order(asking: SessionState['asking'], work: () => Promise<SearchInfo>, hoped: Partial<SearchInfo>): void {
    if (state.info === null || state.asking !== null || state.cancelling !== 'none') return
    const before = state.info
    change({ asking, refused: null, info: { ...before, ...hoped } })
    work().then(
      (info) => change({ asking: null, info }),
      (refused: unknown) => change({ asking: null, refused, info: before }),
    )
  }

  return {
    store,
    nodeEvents,
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    pause: () => order('pause', () => transport.pause(id), { status: 'paused' }),
    resume: () => order('resume', () => transport.resume(id), { status: 'running' }),
    cancel: () => {
      const { info, asking } = state
      if (info === null || asking !== null || isOver(state)) return
      change({ refused: null })
      cancelling.begin(info.status === 'paused')
    },
    undoCancel: cancelling.undo,
    extend: (more) => order('extend', () => transport.extend(id, more), {}),
    exportFile: () => transport.exportSearch(id),
    evidence: (node) => transport.evidence(id, node),
    looks,
    thoughts: () => transport.thoughts(id),
    retry: () => {
      stop()
      change({ stream: { type: 'connecting' }, streamFailure: null, infoFailure: null })
      start()
    },
    forgetRefusal: () => change({ refused: null }),
    start,
  }
}
