import { SearchError } from '../errors.ts'
import type { SearchEvent, SteerEvent, TrialEndEvent, TrialId } from '../events/event.ts'
import type { SteerCommand } from '../events/steer-action.ts'
import type { Outcome, Proposal, Trial } from './expansion.ts'
import { createSearch, type Search } from './search.ts'
import type { SearchOptions } from './search-options.ts'

export interface ResumeOptions<Problem, State, Step> extends SearchOptions<Problem, State, Step> {
  /** Reads a label of the backend back from the state that it was proposed at; null if it is none. */
  readonly parse: (state: State, label: string) => Step | null
}

/** A search in the middle of its course, for `streamSearch({ resume })` to go on with. */
export interface ResumedSearch<State, Step> {
  readonly search: Search<State, Step>
  /** Trials that were handed out and never came back, in order: they are to be run again, under the same numbers. */
  readonly inFlight: readonly Trial<State>[]
  /** Events that follow from the log but are not in it, because it broke off between an operation's events. */
  readonly events: readonly SearchEvent[]
  /**
   * How much of the log stands: all of it, unless it breaks off between the steps that a trial brought and its result. Those steps are to be
   * cut off; the trial is in flight again.
   */
  readonly kept: number
}

/**
 * Continues a search from its log. The log is driven through a new search with the same options: each recorded trial is asked for
 * again and told its recorded outcome, so states, the policy's bookkeeping and the counts of failures are what they were, whatever
 * the algorithm. Nothing is evaluated. An expander that depends on the trial alone then gives the log that an uninterrupted run
 * would have given, to the byte.
 *
 * Throws `SEARCH_ENDED` for a log with an end, and `INVALID_EVENT` where the log is not one that these options give or where a label
 * cannot be read back.
 */
export function resumeSearch<Problem, State, Step>(
  options: ResumeOptions<Problem, State, Step>,
  log: Iterable<SearchEvent>,
): ResumedSearch<State, Step> {
  const search = createSearch(options)
  const open = new Map<TrialId, Trial<State>>()
  /** Events that the search has given and the log has not confirmed yet. */
  let ahead: SearchEvent[] = search.drain()
  let at = 0
  /** Logged events of a trial's result up to its `trial-end`: only then is the outcome known as a whole. */
  let held: SearchEvent[] = []
  let confirmed = 0

  for (const event of log) {
    if (event.type === 'search-end') throw new SearchError('SEARCH_ENDED', `event ${event.seq}: the search has ended`)
    if (at === ahead.length && (held.length > 0 || event.type === 'node-add' || event.type === 'trial-end')) {
      held.push(event)
      if (event.type !== 'trial-end') continue
      search.tell(event.trial, outcomeOf(event))
      open.delete(event.trial)
      refill()
      for (const one of held) confirm(one)
      held = []
      continue
    }
    if (at === ahead.length) {
      if (event.type === 'steer') search.steer(event.by, commandOf(event))
      else ask()
      refill()
    }
    confirm(event)
  }
  return { search, inFlight: [...open.values()], events: ahead.slice(at), kept: confirmed }

  function ask(): void {
    const trial = search.ask()
    if (trial !== null) open.set(trial.id, trial)
  }

  function refill(): void {
    ahead = search.drain()
    at = 0
  }

  function confirm(event: SearchEvent): void {
    const expected = ahead[at++]
    confirmed++
    if (expected === undefined || !sameJson(expected, event))
      throw invalid(event, `these options give ${JSON.stringify(expected)} there`)
  }

  function outcomeOf(end: TrialEndEvent): Outcome<Step> {
    const { trial: id, value, reward, discount, usage, error, exhausted, rejected, critique } = end
    const trial = open.get(id)
    if (trial === undefined) throw invalid(end, `trial ${id} is not under way`)
    const paid = usage === undefined ? {} : { usage }
    if (error !== undefined) return { error, ...paid }
    const proposals = held.flatMap((event) => (event.type === 'node-add' ? [proposalOf(trial, event)] : []))
    return {
      value,
      proposals,
      ...(reward === undefined ? {} : { reward }),
      ...(discount === undefined ? {} : { discount }),
      ...(exhausted === undefined ? {} : { exhausted }),
      ...(rejected === undefined ? {} : { rejected }),
      ...(critique === undefined ? {} : { critique }),
      ...paid,
    }
  }

  function commandOf(event: SteerEvent): SteerCommand<Step> {
    const { action } = event
    if (action.type !== 'insert') return action
    const { node, label, prior } = action
    return { type: 'insert', node, step: stepOf(event, search.state(node), label), prior }
  }

  function proposalOf(trial: Trial<State>, event: Extract<SearchEvent, { type: 'node-add' }>): Proposal<Step> {
    const { label, prior, source, value } = event
    const step = stepOf(event, trial.state, label)
    return { step, prior, ...(source === undefined ? {} : { source }), ...(value === undefined ? {} : { value }) }
  }

  function stepOf(event: SearchEvent, state: State, label: string): Step {
    const step = options.parse(state, label)
    if (step === null) throw invalid(event, `the label ${JSON.stringify(label)} cannot be read back`)
    return step
  }
}

/** Whether two JSON values are the same, in whatever order their keys stand; a key that holds undefined is none. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [x, y] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>]
  for (const key in x) if (!sameJson(x[key], y[key])) return false
  for (const key in y) if (y[key] !== undefined && x[key] === undefined) return false
  return true
}

function invalid(event: SearchEvent, fault: string): SearchError {
  return new SearchError('INVALID_EVENT', `event ${event.seq} (${event.type}): ${fault}`, {
    seq: event.seq,
    type: event.type,
  })
}
