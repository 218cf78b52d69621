import { EVENT_VERSION, type Json, type SearchStartEvent, type TrialStartEvent } from '../events/event.ts'
import { ANSWER, TERMINAL } from '../tree/record.ts'
import type { NodeId } from '../tree/tree.ts'
import type { SearchOptions } from './search-options.ts'

/** First event of a log: what was asked, and by which algorithm. */
export function startEventOf<Problem, State, Step>(
  { algorithm, problem, describe, name = 'search' }: SearchOptions<Problem, State, Step>,
  seed: number,
  flags: number,
): SearchStartEvent {
  const described = describe?.(problem) ?? { problem: problem as Json, label: String(problem) }
  return {
    seq: 0,
    type: 'search-start',
    version: EVENT_VERSION,
    search: name,
    seed,
    policy: { name: algorithm.name, params: algorithm.params },
    ...described,
    ...((flags & TERMINAL) === 0 ? {} : { terminal: true }),
    ...((flags & ANSWER) === 0 ? {} : { answer: true }),
  }
}

/** What the start of a trial says beside its node; undefined where there is nothing, as in most searches. */
export function startExtraOf(
  generator: string | undefined,
  via: readonly NodeId[] | undefined,
): Pick<TrialStartEvent, 'generator' | 'via'> | undefined {
  if (generator === undefined && via === undefined) return undefined
  return { ...(generator && { generator }), ...(via && { via }) }
}
