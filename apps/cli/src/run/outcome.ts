import { pathLabels, type Fold, type Json, type SearchResult } from '@espalier/core'
import { hashTree, type LogOutcome } from '@espalier/protocol'
import { countdownBackend, createPuzzle, parseStep, type CountdownPuzzle, type CountdownState } from '@espalier/tasks'

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

/** The same from the fold of a whole log: the answer is worked out again from the steps. Null for a search that has not ended. */
export function outcomeOfFold(fold: Fold): Outcome | null {
  const { tree, end } = fold
  if (end === null) return null
  const path = pathLabels(tree, end.node)
  const value = tree.value(end.node)
  return {
    answer: answerAfter(puzzleOf(fold), path),
    value: Number.isNaN(value) ? null : value,
    path,
    reason: end.reason,
    trials: fold.asked,
    failures: fold.failed,
    rejected: fold.rejected,
    nodes: tree.size,
    events: fold.seq,
    usage: fold.usage,
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

/** What the steps lead to, checked one by one; null if they are no way to an answer. */
function answerAfter(puzzle: CountdownPuzzle | null, path: readonly string[]): string | null {
  if (puzzle === null) return null
  const backend = countdownBackend()
  let state = backend.root(puzzle)
  for (const label of path) {
    const parsed = parseStep(state, label)
    if (!parsed.ok) return null
    state = backend.extend(state, parsed.step)
  }
  return backend.isTerminal(state) ? backend.answer(state) : null
}

/** The first field in which two accounts differ; null if they agree. */
export function outcomeDifference(said: unknown, found: Outcome): keyof Outcome | null {
  const claims = typeof said === 'object' && said !== null ? (said as Readonly<Record<string, unknown>>) : {}
  for (const field of Object.keys(found) as (keyof Outcome)[]) {
    if (JSON.stringify(claims[field]) !== JSON.stringify(found[field])) return field
  }
  return null
}
