import { createSearch, type Envelope } from '@espalier/core'
import type { SearchPlan } from './plan.ts'
import { searchOptionsOf } from './prepare-run.ts'

/** The log that a search begins with whose tree begins with an answer. */
export interface DraftLog {
  readonly envelopes: readonly Envelope[]
  /** Lines of the draft that were taken as steps: those before the first that is none. */
  readonly steps: number
  /** They come to an answer. */
  readonly isAnswer: boolean
}

/**
 * Puts the steps of an answer into the tree of a new search, one below the other, as somebody's own (`by`). They are looked at as all others are: the
 * search judges them, goes on from any of them, or leaves them.
 */
export function draftLog(plan: SearchPlan, by: string, lines: readonly string[]): DraftLog {
  const { backend } = plan.task
  const search = createSearch(searchOptionsOf(plan))
  const { tree } = search.fold
  let node = 0
  let steps = 0
  for (const line of lines) {
    const state = search.state(node)
    const step = backend.isTerminal(state) ? null : plan.task.parse(state, line.trim())
    if (step === null) break
    search.steer(by, { type: 'insert', node, step })
    node = tree.size - 1
    steps++
  }
  const isAnswer = backend.answer(search.state(node)) !== null
  return { envelopes: search.drain().map((event) => ({ at: 0, event })), steps, isAnswer }
}
