import type { Search } from '../search/search.ts'
import type { Progress } from './stop.ts'

/** A live view of a search for its stop conditions: always current, made once. */
export function progressOf<State, Step>(
  search: Search<State, Step>,
  inFlight: () => number,
  clock: (() => number) | undefined,
): Progress {
  const { fold } = search
  const startedAt = clock?.() ?? 0
  return {
    get asked() {
      return fold.asked
    },
    get succeeded() {
      return fold.succeeded
    },
    get failed() {
      return fold.failed
    },
    get inFlight() {
      return inFlight()
    },
    get nodes() {
      return fold.tree.size
    },
    get usage() {
      return fold.usage
    },
    get answerValue() {
      return fold.answer?.value ?? null
    },
    get elapsedMs() {
      return clock === undefined ? null : clock() - startedAt
    },
    get extended() {
      return fold.steering.extended
    },
    get root() {
      return fold.steering.root
    },
    tree: fold.tree,
  }
}
