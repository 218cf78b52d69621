import type { StopReason } from '../events/event.ts'
import type { Usage } from '../events/usage.ts'
import { pathLabels } from '../tree/labels.ts'
import type { NodeId, TreeView } from '../tree/tree.ts'
import type { StateBackend } from '../search/expansion.ts'
import type { Search } from '../search/search.ts'

/** What a search comes to. */
export interface SearchResult<State> {
  /** What the recommended node holds; null when no answer was found. */
  readonly answer: string | null
  /** Value of the recommended node; null when it has none. */
  readonly value: number | null
  readonly node: NodeId
  readonly state: State
  /** The steps from the root to the recommended node, in words. */
  readonly path: readonly string[]
  readonly reason: StopReason
  readonly tree: TreeView
  readonly usage: Usage
  readonly trials: number
  readonly failures: number
  /** Proposals refused. */
  readonly rejected: number
  /** Events of the log. */
  readonly events: number
}

/** Reads the result off an ended search. */
export function resultOf<Problem, State, Step>(
  search: Search<State, Step>,
  backend: StateBackend<Problem, State, Step>,
): SearchResult<State> {
  const { fold } = search
  const end = fold.end
  if (end === null) throw new TypeError('resultOf: the search has not ended')
  const { tree } = fold
  const state = search.state(end.node)
  const value = tree.value(end.node)
  return {
    answer: backend.answer(state),
    value: Number.isNaN(value) ? null : value,
    node: end.node,
    state,
    path: pathLabels(tree, end.node),
    reason: end.reason,
    tree,
    usage: fold.usage,
    trials: fold.asked,
    failures: fold.failed,
    rejected: fold.rejected,
    events: fold.seq,
  }
}
