import type { SearchResult } from '@espalier/core'
import { searchTotals, type Catalog, type SearchPlan } from '@espalier/catalog'
import type { Logger } from '../world/logger.ts'
import type { Clock } from '../world/clock.ts'
import type { TracePolicy } from '../trace/trace-policy.ts'
import type { SearchStore, StoredSearch } from '../store/search-store.ts'
import { controlJson, type Control } from './control.ts'
import type { Feed } from './feed.ts'
import { startLive, type LiveSearch } from './live-search.ts'
import { givenBudget } from './stored-spec.ts'
import { createTurns, type Turns } from './turns.ts'

export type ActiveState = 'queued' | 'running' | 'paused' | 'ended' | 'failed'

/** A search that has not ended, in this process. */
export interface ActiveSearch {
  readonly id: string
  readonly plan: SearchPlan
  readonly feed: Feed
  control: Control
  state: ActiveState
  /** Null until somebody needs its engine. */
  live: LiveSearch | null
  /** Changes of its state, one after the other. */
  readonly inTurn: Turns
  /** Makes the engine, at a closed gate, from what is kept of the search. */
  wake(): Promise<LiveSearch>
  /** Lets go of the engine, if there is one, without an end. */
  suspend(): Promise<void>
  /** Keeps a changed control. */
  save(change: Partial<Control>): Promise<void>
  /** Resolves once the search has ended, failed or was suspended. */
  readonly settled: Promise<void>
}

export interface ActiveDeps {
  readonly store: SearchStore
  readonly clock: Clock
  readonly logger: Logger
  readonly traces: Pick<TracePolicy, 'inLog'>
  readonly catalog: Catalog
  readonly feed: Feed
  /** Told of every number of events that became durable. */
  readonly onKept: (events: number) => void
  /** Told when the search has ended or failed. */
  readonly onSettled: (active: ActiveSearch) => void
}

export function activate(
  stored: StoredSearch,
  plan: SearchPlan,
  control: Control,
  { store, clock, logger, traces, catalog, feed, onKept, onSettled }: ActiveDeps,
): ActiveSearch {
  const { header } = stored
  const { id } = header
  let waking: Promise<LiveSearch> | null = null
  let settle = (): void => {}
  const settled = new Promise<void>((resolve) => (settle = resolve))

  const active: ActiveSearch = {
    id,
    plan,
    feed,
    control,
    state: control.paused ? 'paused' : 'queued',
    live: null,
    inTurn: createTurns(),
    wake: () => (waking ??= wake()),
    suspend: async () => {
      const live = await waking?.catch(() => null)
      await live?.suspend()
    },
    save: async (change) => {
      active.control = { ...active.control, ...change }
      await store.setControl(id, controlJson(active.control))
    },
    settled,
  }

  async function wake(): Promise<LiveSearch> {
    try {
      const log = await store.read(id, 0, Number.MAX_SAFE_INTEGER)
      const live = startLive({
        plan,
        log,
        clock,
        budget: givenBudget({ header }, active.control),
        append: (envelopes, details) => store.append(id, envelopes, details),
        published: (envelopes) => {
          onKept(envelopes.length)
          feed.publish(envelopes)
        },
      })
      active.live = live
      void live.done.then(end, fail)
      const { paused, cancelled } = live.fold.steering
      if (paused && !cancelled) active.state = 'paused'
      // From before pauses were events.
      else if (active.control.paused) live.pause('user')
      return live
    } catch (error) {
      await fail(error)
      throw error
    }
  }

  async function end(result: SearchResult<unknown> | null): Promise<void> {
    if (result === null) return settle()
    const { fold, elapsedMs } = active.live!
    try {
      const totals = searchTotals(fold, catalog, Math.round(elapsedMs()))
      await active.save({ summary: { totals, reason: result.reason, extended: fold.steering.extended } })
    } catch (error) {
      // The log is whole; a summary can be read off it again.
      logger.error('the summary of a search could not be kept', { search: id, error: traces.inLog(stored, error) })
    }
    finish('ended')
  }

  async function fail(error: unknown): Promise<void> {
    logger.error('a search broke', { search: id, error: traces.inLog(stored, error) })
    const { live } = active
    const totals = live === null ? null : searchTotals(live.fold, catalog, Math.round(live.elapsedMs()))
    try {
      await active.save({
        failure: { code: 'internal', message: 'the server could not go on with this search' },
        summary: totals === null ? null : { totals, reason: null, extended: live!.fold.steering.extended },
      })
    } catch (second) {
      logger.error('the failure of a search could not be kept', { search: id, error: traces.inLog(stored, second) })
    }
    finish('failed')
  }

  function finish(state: 'ended' | 'failed'): void {
    active.state = state
    feed.close()
    onSettled(active)
    settle()
  }

  return active
}
