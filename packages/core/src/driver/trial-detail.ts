import type { Json, TrialId } from '../events/event.ts'
import type { NodeId } from '../tree/tree.ts'

/** What a trial's work left to look at beside its result, and the node that it worked at. */
export interface TrialDetail {
  readonly trial: TrialId
  readonly node: NodeId
  readonly detail: Json
}

/** The detail of what a trial's work gave. What came from outside may be anything: `tell` has made a failed trial of it. */
export function detailIn(outcome: unknown): Json | undefined {
  const { detail } = Object(outcome) as { readonly detail?: Json }
  return detail
}
