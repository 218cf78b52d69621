import type { Fold, Json, SearchResult } from '@espalier/core'
import { hashTree, type LogOutcome } from '@espalier/protocol'
import { createPuzzle, type CountdownPuzzle, type CountdownState } from '@espalier/tasks'

/** What a run came to: said by the engine at its end, and read anew off the fold of its log. */
export type Outcome = LogOutcome

/** The engine's own account. */
export function outcomeOfResult(result: SearchResult<CountdownState>): Outcome {
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

/** A puzzle as logs state it. */
export function describePuzzle(puzzle: CountdownPuzzle): { readonly problem: Json; readonly label: string } {
  const { numbers, target } = puzzle
  return { problem: { task: 'countdown', numbers, target }, label: `${numbers.join(' ')} → ${target}` }
}

/** The puzzle of a log; null for another problem. Throws a TaskError for a puzzle out of range. */
export function puzzleOf(fold: Fold): CountdownPuzzle | null {
  const problem = fold.start?.problem as
    { readonly task?: Json; readonly numbers?: Json; readonly target?: Json } | null | undefined
  if (problem?.task !== 'countdown' || !Array.isArray(problem.numbers)) return null
  return createPuzzle(problem.numbers as readonly number[], problem.target as number)
}
