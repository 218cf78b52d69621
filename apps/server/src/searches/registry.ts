import { planOf } from '@espalier/catalog'
import type { StoredSearch } from '../store/search-store.ts'
import { activate, type ActiveSearch } from './active-search.ts'
import { controlOf } from './control.ts'
import { createFeed } from './feed.ts'
import type { FoldCache } from './fold-cache.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'
import type { ServiceDeps } from './service-deps.ts'
import { endedError, ServiceError, stoppingError } from './service-error.ts'
import { specOf } from './stored-spec.ts'

/** The searches of this process that have not ended, and what is kept of all. */
export interface Registry {
  readonly size: number
  readonly isStopping: boolean
  readonly scheduler: Scheduler
  /** Takes up a search that has not ended. Throws a CatalogError if its task or model is not there. */
  enter(stored: StoredSearch): void
  /** Null for one that has ended, failed, or is not known. */
  active(id: string): ActiveSearch | null
  /** Throws `not-found`. */
  stored(id: string): Promise<StoredSearch>
  /** A search that may be changed. Throws `not-found`, `search-ended` or `stopping`. */
  changeable(id: string): Promise<ActiveSearch>
  /** Throws `stopping` once the server stops. */
  check(): void
  /** Leaves every search where the next process can go on with it. */
  stop(): Promise<void>
}

export function createRegistry(deps: ServiceDeps, folds: FoldCache): Registry {
  const { store, catalog, limits, encode } = deps
  const scheduler = createScheduler(limits.runningSearches)
  const searches = new Map<string, ActiveSearch>()
  let stopping = false

  function check(): void {
    if (stopping) throw stoppingError()
  }

  async function stored(id: string): Promise<StoredSearch> {
    const found = await store.get(id)
    if (found === null) throw new ServiceError('not-found', `there is no search ${id}`)
    return found
  }

  return {
    get size() {
      return searches.size
    },
    get isStopping() {
      return stopping
    },
    scheduler,
    enter: (found) => {
      const plan = planOf(specOf(found), catalog)
      const entry = activate(found, plan, controlOf(found.control), {
        ...deps,
        feed: createFeed(found.events, false, encode),
        onSettled: (settled) => {
          searches.delete(settled.id)
          if (settled.state === 'ended' && settled.live !== null) folds.keep(settled.id, settled.live.fold)
          scheduler.remove(settled)
        },
      })
      searches.set(entry.id, entry)
      scheduler.add(entry)
    },
    active: (id) => searches.get(id) ?? null,
    stored,
    changeable: async (id) => {
      check()
      const entry = searches.get(id)
      // Its readers may have its last event before the account of it is written.
      const hasEnded = (entry?.live?.fold.end ?? null) !== null
      if (entry !== undefined && !hasEnded) return entry
      await stored(id)
      throw endedError(id)
    },
    check,
    stop: async () => {
      stopping = true
      await Promise.all(
        [...searches.values()].map(async (entry) => {
          if (entry.state === 'running') entry.state = 'queued'
          await entry.suspend()
          entry.feed.interrupt()
        }),
      )
    },
  }
}
