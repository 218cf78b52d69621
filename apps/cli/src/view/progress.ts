import {
  applyEvent,
  createFold,
  type Envelope,
  type Fold,
  type NodeId,
  type Rejection,
  type TrialError,
} from '@espalier/core'

/** What views know of a search: the fold of its events, and what the fold only counts. Live runs and replays feed it alike. */
export interface SearchProgress {
  readonly fold: Fold
  /** Refused proposals by the node that they were made at, in order. */
  readonly rejections: ReadonlyMap<NodeId, readonly Rejection[]>
  /** The failure that came last; failures of an ending search are none. */
  lastFailure: TrialError | null
  /** Milliseconds from the start to the last event. */
  elapsedMs: number
  apply(envelope: Envelope): void
}

/** The progress of a search that has not begun. `apply` throws what `applyEvent` throws. */
export function createProgress(): SearchProgress {
  const rejections = new Map<NodeId, Rejection[]>()
  const progress: SearchProgress = {
    fold: createFold(),
    rejections,
    lastFailure: null,
    elapsedMs: 0,
    apply: ({ at, event }) => {
      const node = event.type === 'trial-end' ? progress.fold.openTrials.get(event.trial) : undefined
      applyEvent(progress.fold, event)
      progress.elapsedMs = at
      if (event.type !== 'trial-end' || node === undefined) return
      if (event.error !== undefined && event.error.code !== 'aborted') progress.lastFailure = event.error
      if (event.rejected === undefined || event.rejected.length === 0) return
      rejections.set(node, [...(rejections.get(node) ?? []), ...event.rejected])
    },
  }
  return progress
}

/** The node to answer from as far as is known: the recommended one of an ended search, else the best answer. Null before any. */
export function answerNode(fold: Fold): NodeId | null {
  return fold.end?.node ?? fold.answer?.node ?? null
}
