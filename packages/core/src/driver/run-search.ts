import { checkNumber } from '../errors.ts'
import type { Envelope, StopReason, TrialId } from '../events/event.ts'
import type { Expansion, Outcome, Trial } from '../search/expansion.ts'
import type { ResumedSearch } from '../search/resume-search.ts'
import { createSearch } from '../search/search.ts'
import type { SearchOptions } from '../search/search-options.ts'
import type { NodeId } from '../tree/tree.ts'
import { LinkedController, Work, type Signal } from './abort.ts'
import { asTheyCome, oldestFirst } from './arrivals.ts'
import { failureOf } from './failure.ts'
import { LiveProgress } from './progress.ts'
import { resultOf, type SearchResult } from './result.ts'
import { waitsForResults, type StopFn } from './stop.ts'
import { detailIn, type TrialDetail } from './trial-detail.ts'

export interface ExpandContext {
  /** Fires when the result is not needed any more. Made when it is first read, so read it off the context: `{ ...context }` leaves it out. */
  readonly signal: Signal
  /**
   * Calls back, once, as soon as no more work can come before a result does: everything that may be in flight is. For work that gathers
   * trials, see `batched`. Absent where nobody can say.
   */
  readonly whenIdle?: (listener: () => void) => void
}

/** Does a trial's work. May reject, with a `code` and a `usage` on the error if it has them: that is a failed trial, never the end of the search. */
export type ExpandFn<State, Step> = (trial: Trial<State>, context: ExpandContext) => Promise<Expansion<Step>>

export interface RunOptions<Problem, State, Step> extends SearchOptions<Problem, State, Step> {
  readonly expand: ExpandFn<State, Step>
  /** When to stop. Without one the search runs until nothing is left to do. */
  readonly stop?: StopFn
  /** Trials in flight at once. Default 1. */
  readonly concurrency?: number
  /**
   * How much of the concurrency a trial takes, at least 0.01. Default: 1 each. Where one request brings several completions, `trial.want` counts
   * completions as servers do. Such a request waits for its slowest completion while the others' places idle, so ask for more than there are
   * places: with 4 completions a request and log-normal times 1.75 to 2 times as many keep a server busy (`npm run bench -- schedule`). The last
   * trial may go over the concurrency.
   */
  readonly slotsOf?: (trial: Trial<State>) => number
  /**
   * Tells results in the order of their trials, whatever order they come back in; a result that is early waits and holds its place in flight.
   * The same seed and results then give the same log, byte for byte, with any number in flight and any latencies, as long as no stop
   * condition reads the clock. For tests and studies: it waits for the slowest. Default false: results are told as they come back.
   */
  readonly ordered?: boolean
  /** A search to go on with, made with these options. Its trials in flight are run again, whatever the concurrency. Default: a new one. */
  readonly resume?: ResumedSearch<State, Step>
  readonly signal?: Signal
  /**
   * Takes the details of results, failures among them, as each is told and before its events are handed on: a second stream beside the log, in the
   * order of the log, keyed by trial and node. Nothing in a search depends on it.
   */
  readonly onDetail?: (detail: TrialDetail) => void
  /** Milliseconds from any origin; only ever subtracted. Without it envelopes say 0 and `maxMs` cannot be used. */
  readonly clock?: () => number
  /** Lets the host do other work; awaited once every 12 ms of the clock, so that a search in process does not starve its page or server. */
  readonly breathe?: () => Promise<void>
}

const BREATH_MS = 12

/** Runs a search to its end. */
export async function runSearch<Problem, State, Step>(
  options: RunOptions<Problem, State, Step>,
): Promise<SearchResult<State>> {
  const stream = streamSearch(options)
  for (;;) {
    const next = await stream.next()
    if (next.done === true) return next.value
  }
}

/**
 * Runs a search and yields its events as they happen; returns the result. Results are applied in the order they come back, and
 * that order is in the log. An aborted search ends with the reason `aborted` and the best answer so far. Leaving the iteration early
 * aborts it.
 */
export async function* streamSearch<Problem, State, Step>(
  options: RunOptions<Problem, State, Step>,
): AsyncGenerator<Envelope, SearchResult<State>, void> {
  const concurrency = checkNumber('concurrency', options.concurrency ?? 1, { min: 1, max: 4096, integer: true })
  const search = options.resume?.search ?? createSearch(options)
  const startedAt = options.clock?.() ?? 0
  const controller = new LinkedController(options.signal)
  const ordered = options.ordered ?? false
  const arrivals = ordered ? oldestFirst<Step>() : asTheyCome<Step>()
  const idle: (() => void)[] = []
  let isIdle = false
  let isTelling = false
  const tellIdle = (): void => {
    if (!isIdle) return
    isTelling = true
    for (const listener of idle.splice(0)) listener()
    isTelling = false
  }
  const whenIdle = (listener: () => void): void => {
    idle.push(listener)
    // Work that asks late, after waiting for something of its own, would wait for ever; a listener that asks again waits for the next time.
    if (isIdle && !isTelling) void Promise.resolve().then(tellIdle)
  }
  let inFlight = 0
  let slotsTaken = 0
  const progress = new LiveProgress(search.fold, () => inFlight, options.clock)
  let wake = (): void => {}
  let breathedAt = startedAt
  /** Nothing could be asked since the last result. */
  let hasAskedAll = false

  const at = (): number => (options.clock === undefined ? 0 : options.clock() - startedAt)
  const drain = (): Envelope[] => {
    const now = at()
    return search.drain().map((event) => ({ at: now, event }))
  }
  const launch = (trial: Trial<State>): void => {
    const slots = checkNumber('slotsOf', options.slotsOf?.(trial) ?? 1, { min: 0.01 })
    inFlight++
    slotsTaken += slots
    arrivals.expect(trial.id)
    const work = new Work(controller, whenIdle)
    void attempt(options.expand, trial, work).then((outcome) => {
      work.release()
      if (outcome !== null) arrivals.put({ trial: trial.id, node: trial.node, outcome, slots })
      wake()
    })
  }
  const tellDetail = (trial: TrialId, node: NodeId, outcome: Outcome<Step>): void => {
    const detail = detailIn(outcome)
    if (detail !== undefined) options.onDetail?.({ trial, node, detail })
  }
  controller.onAbort(() => wake())
  search.onSteer(() => wake())

  try {
    let reason: StopReason | null = null
    for (const trial of options.resume?.inFlight ?? []) launch(trial)
    for (const event of options.resume?.events ?? []) yield { at: 0, event }
    for (;;) {
      // What has come back is taken in before anything new is asked: a choice should rest on all that is known. In an ordered search
      // that would make choices depend on latencies; there everything is asked first that can be asked without the next result.
      if (arrivals.isReady && (hasAskedAll || !ordered)) {
        hasAskedAll = false
        for (const { trial: id, node, outcome, slots } of arrivals.take()) {
          inFlight--
          slotsTaken -= slots
          search.tell(id, outcome)
          tellDetail(id, node, outcome)
        }
        yield* drain()
        if (options.breathe !== undefined && (options.clock?.() ?? 0) - breathedAt >= BREATH_MS) {
          await options.breathe()
          breathedAt = options.clock?.() ?? 0
        }
      }
      if (controller.aborted || search.fold.steering.cancelled) {
        reason = 'aborted'
        break
      }
      const now = options.stop?.(progress) ?? null
      // A budget that was spent may have been extended while its last results were waited for.
      if (reason === null || (now === null && waitsForResults(reason))) reason = now
      if (reason !== null && !(waitsForResults(reason) && inFlight > 0)) break
      const trial = reason === null && slotsTaken < concurrency ? search.ask() : null
      hasAskedAll = trial === null
      if (trial !== null) {
        launch(trial)
        yield* drain()
      } else if (inFlight === 0 && !search.fold.steering.paused) {
        reason ??= 'exhausted'
        break
      } else if (!arrivals.isReady) {
        const woken = new Promise<void>((resolve) => (wake = resolve))
        isIdle = true
        tellIdle()
        await woken
        isIdle = false
        yield* drain()
      }
    }
    search.end(reason)
    yield* drain()
    return resultOf(search, options.backend)
  } finally {
    controller.abort()
    controller.dispose()
  }
}

/** The outcome of a trial's work; null if it failed because it was called off. */
async function attempt<State, Step>(
  expand: ExpandFn<State, Step>,
  trial: Trial<State>,
  work: Work,
): Promise<Outcome<Step> | null> {
  try {
    return await expand(trial, work)
  } catch (error) {
    if (work.isCalledOff) return null
    return failureOf(error)
  }
}
