import {
  streamSearch,
  type Envelope,
  type Extension,
  type Fold,
  type SearchResult,
  type SteerCommand,
} from '@espalier/core'
import { prepareRun, type SearchPlan } from '@espalier/catalog'
import { pairDetails, type Budget, type KeptDetail, type SteerRequestAction } from '@espalier/protocol'
import type { Clock } from '../world/clock.ts'
import { createGate } from './gate.ts'
import { createLogWriter } from './log-writer.ts'
import { stoppingError } from './service-error.ts'

export interface LiveOptions {
  readonly plan: SearchPlan
  /** What is kept of the search so far; empty for a new one. */
  readonly log: readonly Envelope[]
  readonly clock: Clock
  /** What it may spend beside what its log says that it was extended by. */
  readonly budget: Budget
  /** Keeps events, and what the trials that they end left to look at. */
  readonly append: (envelopes: readonly Envelope[], details: readonly KeptDetail[]) => Promise<void>
  /** Told of events once they are durable. */
  readonly published: (envelopes: readonly Envelope[]) => void
}

/**
 * A search in this process. It hands nothing out before `proceed` lets it work for the first time. What somebody does to it is in its
 * log at once; what changes nothing (a pause of a paused search) is no event, nor is anything once the search has its end.
 */
export interface LiveSearch {
  /** The engine's own account, which runs ahead of what is durable. */
  readonly fold: Fold
  /** Milliseconds that it has worked, over all processes. */
  elapsedMs(): number
  proceed(): void
  /** Holds it back before the next trial; trials already being worked at come back. */
  pause(by: string): void
  /** Takes a pause back; it works when it may `proceed`. */
  resume(by: string): void
  extend(by: string, more: Extension): void
  /** Applies all of the actions or none. Throws a CatalogError for one that cannot be. */
  steer(by: string, actions: readonly SteerRequestAction[]): void
  /** Ends it with the best answer so far. */
  cancel(by: string): void
  /** Stops without an end: the log is left where the search can go on. Resolves when everything is durable. */
  suspend(): Promise<void>
  /** Resolves when the events below `events` are durable. */
  kept(events: number): Promise<void>
  /** The result, once its last event is durable; null if it was suspended before. Rejects if the search or its store broke. */
  readonly done: Promise<SearchResult<unknown> | null>
}

/** Starts a search, or continues it from its log; what was in flight when the log broke off is handed out again. Throws as `resumeSearch` does. */
export function startLive(options: LiveOptions): LiveSearch {
  const { plan, log, clock } = options
  let worked = log.at(-1)?.at ?? 0
  let runningSince: number | null = null
  let suspended = false
  let ended = false
  const elapsedMs = (): number => worked + (runningSince === null ? 0 : clock.now() - runningSince)
  const run = prepareRun(
    plan,
    log.map(({ event }) => event),
    { budget: options.budget, elapsedMs },
  )
  const { search } = run
  const { fold } = search
  const gate = createGate(false)
  let begin = (): void => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const controller = new AbortController()
  const writer = createLogWriter(log.length, options.append, options.published)
  const details = pairDetails()

  const take = (event: Envelope['event']): void => {
    if (suspended) return
    ended ||= event.type === 'search-end'
    writer.take({ at: Math.round(elapsedMs() * 1000) / 1000, event }, details.of(event))
  }

  function act(by: string, commands: readonly SteerCommand<unknown>[]): void {
    if (fold.end !== null) return
    for (const command of commands) search.steer(by, command)
    for (const event of search.drain()) take(event)
  }

  async function work(): Promise<SearchResult<unknown> | null> {
    await begun
    const stream = streamSearch({
      ...run.options,
      resume: { ...run.options.resume, events: [] },
      signal: controller.signal,
      clock: () => clock.now(),
      breathe: () => clock.breathe(),
      onDetail: details.told,
      expand: async (trial, context) => {
        await gate.pass(context.signal)
        return run.options.expand(trial, context)
      },
    })
    try {
      for (;;) {
        const next = await stream.next()
        if (next.done === true) {
          await writer.flush()
          return ended ? next.value : null
        }
        take(next.value.event)
        await writer.room()
      }
    } catch (error) {
      controller.abort()
      await stream.return(undefined as never)
      throw error
    } finally {
      hold()
      run.dispose()
      writer.abandon(stoppingError())
    }
  }

  function hold(): void {
    worked = elapsedMs()
    runningSince = null
    gate.close()
  }

  for (const event of [...run.options.resume.events, ...search.drain()]) take(event)
  const done = work()
  // Whoever started the search handles the rejection; it must not end the process before they listen.
  done.catch(() => {})

  return {
    fold,
    elapsedMs,
    proceed: () => {
      runningSince ??= clock.now()
      gate.open()
      begin()
    },
    pause: (by) => {
      hold()
      if (!fold.steering.paused) act(by, [{ type: 'pause' }])
    },
    resume: (by) => {
      if (fold.steering.paused) act(by, [{ type: 'resume' }])
    },
    extend: (by, more) => act(by, [{ ...more, type: 'extend' }]),
    steer: (by, actions) => act(by, run.commands(actions)),
    cancel: (by) => {
      if (!fold.steering.cancelled) act(by, [{ type: 'cancel' }])
      begin()
    },
    suspend: async () => {
      suspended = true
      controller.abort()
      begin()
      await done.catch(() => {})
    },
    kept: (events) => writer.kept(events),
    done,
  }
}
