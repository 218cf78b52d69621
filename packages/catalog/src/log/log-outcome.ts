import type { Fold } from '@espalier/core'
import { hashTree, type LogOutcome } from '@espalier/protocol'
import type { Catalog } from '../catalog.ts'
import { OTHER_TASK } from '../recognise-search.ts'
import { searchOutcome } from '../summary.ts'

/** What the trailer of a log says of the search in it, from the fold of the log; null for a search that has not ended. */
export function logOutcome(fold: Fold, catalog: Catalog): LogOutcome | null {
  const outcome = searchOutcome(fold, catalog, 0)
  if (outcome === null) return null
  const { answer, value, path, reason, trials, failures, rejected, nodes, events, usage } = outcome
  const treeHash = hashTree(fold.tree)
  return { answer, value, path, reason, trials, failures, rejected, nodes, events, usage, treeHash }
}

/**
 * Where what a log says of itself differs from what its fold comes to, in words; null if they agree. `task`: the one it was recognised as; what the answer
 * of another task is nobody can work out, so it is taken as it is said.
 */
export function outcomeFault(said: unknown, found: LogOutcome, task: string): string | null {
  const claims = typeof said === 'object' && said !== null ? (said as Readonly<Record<string, unknown>>) : {}
  for (const field of Object.keys(found) as (keyof LogOutcome)[]) {
    if (field === 'answer' && task === OTHER_TASK) continue
    if (JSON.stringify(claims[field]) === JSON.stringify(found[field])) continue
    return `${field}: the run said ${shorten(claims[field])}, the fold comes to ${shorten(found[field])}`
  }
  return null
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
