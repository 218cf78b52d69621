import { streamSearch, type Envelope, type Extension, type Fold, type SteerCommand } from '@espalier/core'
import {
  pairDetails,
  type Budget,
  type KeptDetail,
  type SearchFailure,
  type SearchInfo,
  type SearchSpec,
  type SearchStatus,
  type SteerRequestAction,
} from '@espalier/protocol'
import { messageOf } from '../transport/message-of.ts'
import { createEventLog, type EventLog } from './event-log.ts'
import type { RunnableSearch } from './search-runner.ts'

/** What a search needs of the page or worker that it runs in. */
export interface LocalWorld {
  /** Milliseconds from any origin. */
  readonly clock: () => number
  /** Lets the host do other work. */
  readonly breathe: () => Promise<void>
}

/** A search in this process. */
export interface LocalSearch {
  readonly id: string
  /** RFC 3339. */
  readonly createdAt: string
  readonly spec: SearchSpec
  readonly label: string
  readonly imported: boolean
  readonly forkedFrom: SearchInfo['forkedFrom']
  readonly log: EventLog
  /** What its trials left to look at, in the order of the log. */
  readonly details: readonly KeptDetail[]
  /** Live while it runs, and not ahead of what `settled` waits for. */
  readonly fold: Fold
  readonly status: SearchStatus
  readonly failure: SearchFailure | null
  /** Milliseconds of work, pauses left out. */
  elapsedMs(): number
  /** What changes nothing (a pause of a paused search) is no event; nor is anything once the search has its end. */
  pause(by: string): void
  resume(by: string): void
  extend(by: string, more: Extension): void
  /** Applies all of the actions or none; gives the number of events up to and including theirs. Throws as the runner's `commands` do. */
  steer(by: string, actions: readonly SteerRequestAction[]): number
  cancel(by: string): void
  /** Resolves when the log has so many events. */
  kept(events: number): Promise<void>
  /** Resolves when the search has ended or failed. */
  readonly done: Promise<void>
}

export type SearchIdentity = Pick<LocalSearch, 'id' | 'createdAt' | 'spec' | 'label' | 'forkedFrom'>

/** A search from a file: nothing in it moves any more. */
export function finishedSearch(identity: SearchIdentity, envelopes: readonly Envelope[], fold: Fold): LocalSearch {
  return {
    ...identity,
    imported: true,
    log: createEventLog(envelopes, true),
    details: [],
    fold,
    status: 'finished',
    failure: null,
    elapsedMs: () => envelopes.at(-1)?.at ?? 0,
    pause: () => {},
    resume: () => {},
    extend: () => {},
    steer: () => fold.seq,
    cancel: () => {},
    kept: () => Promise.resolve(),
    done: Promise.resolve(),
  }
}

/** Starts a search; it runs on its own, a breath at a time. `prepare` makes the engine, at the end of `begun`: its log so far, and the details of that. */
export function startSearch(
  identity: SearchIdentity,
  prepare: (limits: { readonly budget: Budget; readonly elapsedMs: () => number }) => RunnableSearch,
  { clock, breathe }: LocalWorld,
  begun: { readonly log: readonly Envelope[]; readonly details: readonly KeptDetail[] } = { log: [], details: [] },
): LocalSearch {
  const log = createEventLog(begun.log)
  const details = [...begun.details]
  const pairing = pairDetails()
  let worked = begun.log.at(-1)?.at ?? 0
  let runningSince: number | null = clock()
  let status: SearchStatus = 'running'
  let failure: SearchFailure | null = null

  const elapsedMs = (): number => worked + (runningSince === null ? 0 : clock() - runningSince)
  const run = prepare({ budget: identity.spec.budget, elapsedMs })
  const { fold } = run.search

  function hold(): void {
    worked = elapsedMs()
    runningSince = null
  }

  function take(event: Envelope['event']): void {
    const detail = pairing.of(event)
    if (detail !== null) details.push(detail)
    log.take(Math.round(elapsedMs() * 1000) / 1000, event)
  }

  function act(by: string, commands: readonly SteerCommand<unknown>[]): void {
    if (fold.end !== null) return
    for (const command of commands) run.search.steer(by, command)
    // The driver may be waiting for a trial for a long time: what an action brought is in the log at once.
    for (const event of run.search.drain()) take(event)
  }

  async function work(): Promise<void> {
    try {
      for await (const { event } of streamSearch({ ...run.options, clock, breathe, onDetail: pairing.told }))
        take(event)
      status = 'finished'
    } catch (error) {
      status = 'failed'
      failure = { code: 'internal', message: messageOf(error) }
    } finally {
      hold()
      run.dispose()
      log.close()
    }
  }

  const search: LocalSearch = {
    ...identity,
    imported: false,
    log,
    details,
    fold,
    get status() {
      return status
    },
    get failure() {
      return failure
    },
    elapsedMs,
    pause: (by) => {
      if (status !== 'running') return
      status = 'paused'
      hold()
      act(by, [{ type: 'pause' }])
    },
    resume: (by) => {
      if (status !== 'paused') return
      status = 'running'
      runningSince = clock()
      act(by, [{ type: 'resume' }])
    },
    extend: (by, more) => act(by, [{ ...more, type: 'extend' }]),
    steer: (by, actions) => {
      act(by, run.commands(actions))
      return fold.seq
    },
    cancel: (by) => {
      if (!fold.steering.cancelled) act(by, [{ type: 'cancel' }])
    },
    kept: async (events) => {
      while (log.envelopes.length < events && !log.closed) await log.changed()
    },
    // The first trial waits for the caller to have the search in hand.
    done: breathe().then(work),
  }
  return search
}
