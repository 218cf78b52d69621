import {
  createSearch,
  type ExpandFn,
  type Outcome,
  type Search,
  type SearchEvent,
  type SearchOptions,
  type SteerAction,
  type SteerCommand,
  type StopReason,
} from '@espalier/core'
import { stepNamed, type Toy } from './toys/toy.ts'

/** Work that also writes down what it answered, by trial. Rejections are not in it: the log has them. */
export function recordOutcomes<State, Step>(
  expand: ExpandFn<State, Step>,
): {
  readonly expand: ExpandFn<State, Step>
  readonly outcomes: ReadonlyMap<number, Outcome<Step>>
} {
  const outcomes = new Map<number, Outcome<Step>>()
  return {
    outcomes,
    async expand(trial, context) {
      const outcome = await expand(trial, context)
      outcomes.set(trial.id, outcome)
      return outcome
    },
  }
}

/**
 * Runs a search again: asks, tells, steers and ends where its log says that it did, with the recorded outcomes. The same options
 * and outcomes give the same log, byte for byte; the log of the second run is returned for comparison.
 */
export function replayOutcomes<Problem, State, Step>(
  toy: Toy<Problem, State, Step>,
  options: SearchOptions<Problem, State, Step>,
  log: readonly SearchEvent[],
  outcomes: ReadonlyMap<number, Outcome<Step>>,
): readonly SearchEvent[] {
  const search = createSearch(options)
  const replayed = search.drain()
  for (const event of log) {
    // Most events follow from an earlier action of the driver and are there already.
    if (event.seq < replayed.length) continue
    if (event.type === 'search-end' || (event.type === 'trial-end' && event.error?.code === 'aborted'))
      search.end(reasonOf(log))
    else if (event.type === 'trial-end' || event.type === 'node-add')
      search.tell(event.trial, outcomes.has(event.trial) ? outcomes.get(event.trial)! : errorOf(event))
    else if (event.type === 'steer') search.steer(event.by, commandOf(toy, search, event.action))
    else search.ask()
    replayed.push(...search.drain())
  }
  return replayed
}

function commandOf<Problem, State, Step>(
  toy: Toy<Problem, State, Step>,
  search: Search<State, Step>,
  action: SteerAction,
): SteerCommand<Step> {
  if (action.type !== 'insert') return action
  const { node, label, prior } = action
  const step = stepNamed(toy, search.state(node), label)
  if (step === null) throw new TypeError(`${label}: no step of node ${node}`)
  return { type: 'insert', node, step, prior }
}

function errorOf<Step>(event: SearchEvent): Outcome<Step> {
  if (event.type !== 'trial-end' || event.error === undefined)
    throw new TypeError(`event ${event.seq}: no outcome of its trial was recorded`)
  return { error: event.error, ...(event.usage === undefined ? {} : { usage: event.usage }) }
}

function reasonOf(log: readonly SearchEvent[]): StopReason {
  const end = log.at(-1)
  if (end?.type !== 'search-end') throw new TypeError('the log has no end')
  return end.reason
}
