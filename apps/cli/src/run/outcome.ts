import type { SearchResult } from '@espalier/core'
import { hashTree, type LogOutcome } from '@espalier/protocol'

/** What a run came to: said by the engine at its end, and read anew off the fold of its log. */
export type Outcome = LogOutcome

/** The engine's own account. */
export function outcomeOfResult(result: SearchResult<unknown>): Outcome {
  const { answer, value, path, reason, trials, failures, rejected, tree, events, usage } = result
  return {
    answer,
    value,
    path,
    reason,
    trials,
    failures,
    rejected,
    nodes: tree.size,
    events,
    usage,
    treeHash: hashTree(tree),
  }
}
