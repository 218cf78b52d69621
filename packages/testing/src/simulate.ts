import {
  createSearch,
  keyedDraw,
  type Outcome,
  type Preset,
  type Search,
  type SearchEvent,
  type StopReason,
  type Trial,
} from '@espalier/core'
import { scriptedOutcome, type Luck } from './scripted-expand.ts'
import { steerAtRandom, type Steer } from './steer-at-random.ts'
import type { Toy } from './toys/toy.ts'

export interface Simulation extends Luck {
  /** Trials in flight at once. Default 1. */
  readonly concurrency?: number
  /** Trials to hand out at most. Default 200. */
  readonly trials?: number
  /** Ends the search as aborted, trials in flight and all, once this many results have come back. */
  readonly abortAfter?: number
  readonly steering?: readonly Steer[]
  /** Generators to choose from. Default: none. */
  readonly generators?: readonly string[]
}

export interface Simulated<State, Step> {
  readonly search: Search<State, Step>
  readonly log: readonly SearchEvent[]
  /** What every trial was told, those that failed included; trials that were aborted are missing. */
  readonly outcomes: ReadonlyMap<number, Outcome<Step>>
}

/**
 * Runs a search in virtual time: every trial takes a random time that follows from (seed, trial), results come back in the order
 * of their times, and nobody waits. The whole run is one synchronous call.
 */
export function simulate<Problem, State, Step>(
  toy: Toy<Problem, State, Step>,
  algorithm: Preset,
  options: Simulation = {},
): Simulated<State, Step> {
  const { seed = 0, concurrency = 1, trials = 200, abortAfter = Number.POSITIVE_INFINITY, steering = [] } = options
  const search = createSearch({
    problem: toy.problem,
    backend: toy.backend,
    algorithm,
    seed,
    generators: options.generators ?? [],
    describe: () => ({ problem: toy.name, label: toy.name }),
  })
  const log = search.drain()
  const outcomes = new Map<number, Outcome<Step>>()
  const atWork: { readonly trial: Trial<State>; readonly doneAt: number }[] = []
  let now = 0
  let returned = 0
  let reason: StopReason | null = null
  while (reason === null) {
    if (returned >= abortAfter) reason = 'aborted'
    const trial = reason === null && atWork.length < concurrency && search.fold.asked < trials ? search.ask() : null
    log.push(...search.drain())
    if (trial !== null) {
      atWork.push({ trial, doneAt: now + 1 + keyedDraw(seed ^ 0x71e, trial.id, 0) * 9 })
    } else if (reason === null && atWork.length > 0) {
      atWork.sort((a, b) => a.doneAt - b.doneAt || a.trial.id - b.trial.id)
      const done = atWork.shift()!
      now = done.doneAt
      const outcome = scriptedOutcome(toy, done.trial, options)
      outcomes.set(done.trial.id, outcome)
      search.tell(done.trial.id, outcome)
      returned++
      for (const one of steering) if (one.after === returned) steerAtRandom(toy, search, one)
    } else if (search.fold.steering.cancelled) reason = 'aborted'
    else if (reason === null && search.fold.steering.paused) search.steer('tester', { type: 'resume' })
    else reason ??= search.fold.asked >= trials ? 'trials' : 'exhausted'
  }
  search.end(reason)
  log.push(...search.drain())
  return { search, log, outcomes }
}
