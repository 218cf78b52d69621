import type { SearchEvent, StopReason } from '../events/event.ts'
import type { Expansion, Outcome, Trial } from '../search/expansion.ts'
import { createSearch } from '../search/search.ts'
import type { SearchOptions } from '../search/search-options.ts'
import { failureOf } from './failure.ts'
import { LiveProgress } from './progress.ts'
import { resultOf, type SearchResult } from './result.ts'
import { detailIn, type TrialDetail } from './trial-detail.ts'
import type { StopFn } from './stop.ts'

export interface SyncRunOptions<Problem, State, Step> extends SearchOptions<Problem, State, Step> {
  /** Does a trial's work at once. May throw: that is a failed trial. */
  readonly expand: (trial: Trial<State>) => Expansion<Step>
  readonly stop?: StopFn
  readonly clock?: () => number
  /** Takes the events in batches. Without it they are dropped. */
  readonly sink?: (events: readonly SearchEvent[]) => void
  /** Takes the details of results, failures among them, as each is told and before its events go to `sink`. */
  readonly onDetail?: (detail: TrialDetail) => void
}

const BATCH = 64

/** Runs a search whose trials need no waiting, one at a time at full speed: vectors, games, simulators. */
export function runSearchSync<Problem, State, Step>(
  options: SyncRunOptions<Problem, State, Step>,
): SearchResult<State> {
  // Read once: options come in many shapes, and looking something up in an object of any shape costs more than a stop condition.
  const { expand, stop, sink, clock, onDetail } = options
  const search = createSearch(options)
  const progress = new LiveProgress(search.fold, () => 0, clock)
  const flush = (): void => (sink === undefined ? search.discard() : sink(search.drain()))
  let reason: StopReason | null = null
  for (let i = 1; reason === null; i++) {
    reason = stop?.(progress) ?? null
    if (reason !== null) break
    const trial = search.ask()
    if (trial === null) {
      // Only the sink could have paused it, and nobody else gets a turn to resume it.
      const { paused, cancelled } = search.fold.steering
      reason = paused || cancelled ? 'aborted' : 'exhausted'
    } else {
      const outcome = attempt(expand, trial)
      search.tell(trial.id, outcome)
      if (onDetail !== undefined) {
        const detail = detailIn(outcome)
        if (detail !== undefined) onDetail({ trial: trial.id, node: trial.node, detail })
      }
    }
    if (i % BATCH === 0) flush()
  }
  search.end(reason)
  flush()
  return resultOf(search, options.backend)
}

function attempt<State, Step>(expand: (trial: Trial<State>) => Expansion<Step>, trial: Trial<State>): Outcome<Step> {
  try {
    return expand(trial)
  } catch (error) {
    return failureOf(error)
  }
}
