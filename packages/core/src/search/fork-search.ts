import { checkNumber } from '../errors.ts'
import type { SearchEvent } from '../events/event.ts'
import { resumeSearch, type ResumeOptions, type ResumedSearch } from './resume-search.ts'

export interface ForkRequest {
  /** Events of the log to begin with, at least 1. Default: all that do not belong to the search's end. */
  readonly at?: number
  /** Seed of draws from there on. Default: the search's own, so that the fork differs only by what is done to it. */
  readonly seed?: number
  /** Who forks, and the id or name of the search that is forked, for the log. */
  readonly by: string
  readonly search: string
}

/**
 * Goes on from a place of a log as a search of its own; the first one stays as it is. The fork's log is that much of the first one, then
 * the `steer` event that says so, then its own. Trials that were in flight there are run again. A search that has ended can be forked too,
 * and be given more; one that was paused or cancelled goes on. `options` are the first search's; its budget is the driver's and may be another one.
 *
 * Throws `INVALID_OPTIONS` for a place outside the log, and as `resumeSearch` does.
 */
export function forkSearch<Problem, State, Step>(
  options: ResumeOptions<Problem, State, Step>,
  log: readonly SearchEvent[],
  { at, seed, by, search: name }: ForkRequest,
): ResumedSearch<State, Step> {
  const length = at === undefined ? log.length : checkNumber('fork.at', at, { min: 1, max: log.length, integer: true })
  const part = withoutEnd(log.slice(0, length))
  const resumed = resumeSearch(options, part)
  const { search } = resumed
  search.steer(by, { type: 'fork', search: name, at: resumed.kept, seed: seed ?? search.fold.steering.seed })
  return { ...resumed, events: [...resumed.events, ...search.drain()] }
}

/** A log without its end and the failures that the end brought. */
function withoutEnd(log: readonly SearchEvent[]): readonly SearchEvent[] {
  if (log.at(-1)?.type !== 'search-end') return log
  let length = log.length - 1
  const isCalledOff = (event: SearchEvent | undefined): boolean =>
    event?.type === 'trial-end' && event.error?.code === 'aborted'
  while (isCalledOff(log[length - 1])) length--
  return log.slice(0, length)
}
