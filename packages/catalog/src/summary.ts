import { pathLabels, type FoldView, type Json, type NodeId } from '@espalier/core'
import type { SearchOutcome, SearchTotals } from '@espalier/protocol'
import type { Catalog } from './catalog.ts'
import type { CatalogTask } from './catalog-task.ts'

/** Totals of a search, read off its fold. The answer is worked out anew from the steps that lead to it. */
export function searchTotals(fold: FoldView, catalog: Catalog, elapsedMs: number): SearchTotals {
  const node = fold.end?.node ?? fold.answer?.node ?? null
  const value = node === null ? Number.NaN : fold.tree.value(node)
  return {
    events: fold.seq,
    nodes: fold.tree.size,
    trials: fold.asked,
    failures: fold.failed,
    rejected: fold.rejected,
    usage: fold.usage,
    answer: node === null ? null : answerAt(fold, node, catalog),
    value: Number.isNaN(value) ? null : value,
    elapsedMs,
  }
}

/** What an ended search came to; null for one that has not ended. */
export function searchOutcome(fold: FoldView, catalog: Catalog, elapsedMs: number): SearchOutcome | null {
  const { end, tree } = fold
  if (end === null) return null
  const { node, reason } = end
  return { ...searchTotals(fold, catalog, elapsedMs), node, path: pathLabels(tree, node), reason }
}

/** What the steps to a node lead to; null if they are no way to an answer, or nobody knows the task. */
export function answerAt(fold: FoldView, node: NodeId, catalog: Catalog): string | null {
  const logged = fold.start?.problem ?? null
  for (const task of catalog.tasks) {
    const problem = task.recognise(logged)
    if (problem === null) continue
    const state = stateAfter(task, problem, pathLabels(fold.tree, node))
    return state === null ? null : task.backend.answer(state)
  }
  return null
}

/** The state that the steps of a path lead to; null if they are none. */
export function stateAfter(task: CatalogTask, problem: Json, path: readonly string[]): unknown {
  const { backend } = task
  let state = backend.root(problem)
  for (const label of path) {
    const step = task.parse(state, label)
    if (step === null) return null
    state = backend.extend(state, step)
  }
  return state
}
