import type { Extension, Json, StopReason } from '@espalier/core'
import type { Budget, SearchFailure, SearchTotals } from '@espalier/protocol'
import type { SearchControl } from '../store/search-store.ts'

/** What a search came to when it was over, kept so that lists need not fold its log again. */
export interface Summary {
  readonly totals: SearchTotals
  /** Null for a search that failed. */
  readonly reason: StopReason | null
  /** What it was extended by. Not in stores from before extensions were events. */
  readonly extended?: Extension
}

/** What may change about a search beside its log, as the store keeps it. */
export interface Control {
  /** What its log says too: true is written after the event, false before it, so that a search is never taken for paused that is not. */
  readonly paused: boolean
  /** From before extensions were events: what it may spend in place of its spec's budget. */
  readonly budget?: Budget
  /** Why the server gave it up; null as long as it has not. */
  readonly failure: SearchFailure | null
  /** Null before the end, and after a crash between the last event and this. */
  readonly summary: Summary | null
  /** A sealed search is shown now. */
  readonly revealed?: true
  /** Over the whole log of a sealed search that has ended, so that lists need not read it again. */
  readonly seal?: string
}

export const controlJson = (control: Control): SearchControl => control as unknown as Readonly<Record<string, Json>>

export const controlOf = (json: SearchControl): Control => json as unknown as Control
