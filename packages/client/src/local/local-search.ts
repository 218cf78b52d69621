import { streamSearch, type Envelope, type Fold } from '@espalier/core'
import type { Budget, SearchFailure, SearchSpec, SearchStatus, SteerRequestAction } from '@espalier/protocol'
import { messageOf } from '../transport/message-of.ts'
import { createController } from '../transport/world.ts'
import { createEventLog, type EventLog } from './event-log.ts'
import { createGate } from './gate.ts'
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
  readonly log: EventLog
  /** Live while it runs, and not ahead of what `settled` waits for. */
  readonly fold: Fold
  readonly status: SearchStatus
  readonly failure: SearchFailure | null
  budget: Budget
  /** Milliseconds of work, pauses left out. */
  elapsedMs(): number
  pause(): void
  resume(): void
  /** Applies all of the actions or none; gives the number of events up to and including theirs. Throws as the runner's `commands` do. */
  steer(by: string, actions: readonly SteerRequestAction[]): number
  cancel(): void
  /** Resolves when the log has so many events. */
  kept(events: number): Promise<void>
  /** Resolves when the search has ended or failed. */
  readonly done: Promise<void>
}

export type SearchIdentity = Pick<LocalSearch, 'id' | 'createdAt' | 'spec' | 'label'>

/** A search from a file: nothing in it moves any more. */
export function finishedSearch(identity: SearchIdentity, envelopes: readonly Envelope[], fold: Fold): LocalSearch {
  return {
    ...identity,
    imported: true,
    log: createEventLog(envelopes, true),
    fold,
    status: 'finished',
    failure: null,
    budget: identity.spec.budget,
    elapsedMs: () => envelopes.at(-1)?.at ?? 0,
    pause: () => {},
    resume: () => {},
    steer: () => fold.seq,
    cancel: () => {},
    kept: () => Promise.resolve(),
    done: Promise.resolve(),
  }
}

/** Starts a search; it runs on its own, a breath at a time. `prepare` makes the engine. */
export function startSearch(
  identity: SearchIdentity,
  prepare: (limits: { readonly budget: () => Budget; readonly elapsedMs: () => number }) => RunnableSearch,
  { clock, breathe }: LocalWorld,
): LocalSearch {
  const log = createEventLog()
  const gate = createGate()
  const controller = createController()
  let worked = 0
  let runningSince: number | null = clock()
  let status: SearchStatus = 'running'
  let failure: SearchFailure | null = null

  const elapsedMs = (): number => worked + (runningSince === null ? 0 : clock() - runningSince)
  const run = prepare({ budget: () => search.budget, elapsedMs })
  const { fold } = run.search

  function hold(): void {
    worked = elapsedMs()
    runningSince = null
  }

  async function work(): Promise<void> {
    try {
      const { expand } = run.options
      const stream = streamSearch({
        ...run.options,
        signal: controller.signal,
        clock,
        breathe,
        expand: async (trial, context) => {
          await gate.pass(context.signal)
          return expand(trial, context)
        },
      })
      for await (const { event } of stream) log.take(Math.round(elapsedMs() * 1000) / 1000, event)
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
    fold,
    get status() {
      return status
    },
    get failure() {
      return failure
    },
    budget: identity.spec.budget,
    elapsedMs,
    pause: () => {
      if (status !== 'running') return
      status = 'paused'
      hold()
      gate.close()
    },
    resume: () => {
      if (status !== 'paused') return
      status = 'running'
      runningSince = clock()
      gate.open()
    },
    steer: (by, actions) => {
      for (const command of run.commands(actions)) run.search.steer(by, command)
      // The driver may be waiting at the gate for a long time: what an action brought is in the log at once.
      for (const event of run.search.drain()) log.take(Math.round(elapsedMs() * 1000) / 1000, event)
      return fold.seq
    },
    cancel: () => controller.abort(),
    kept: async (events) => {
      while (log.envelopes.length < events && !log.closed) await log.changed()
    },
    // The first trial waits for the caller to have the search in hand.
    done: breathe().then(work),
  }
  return search
}
