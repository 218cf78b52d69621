import { extendBudget, isCatalogError } from '@espalier/catalog'
import type { ExtendRequest, Steered, SteerRequestAction } from '@espalier/protocol'
import type { Clock } from '../world/clock.ts'
import { checkNodes, type Limits } from './limits.ts'
import type { LiveSearch } from './live-search.ts'
import type { Registry } from './registry.ts'
import { ServiceError } from './service-error.ts'

/** What can be done to a search that has not ended. All throw `not-found`, `search-ended` and `stopping`; `cancel` only the ends of that. */
export interface SearchControls {
  /** Holds it back before its next trial. A paused search stays as it is. */
  pause(id: string): Promise<void>
  resume(id: string): Promise<void>
  /** Throws `invalid-request` for more nodes than this server gives a search. */
  extend(id: string, more: ExtendRequest): Promise<void>
  /** Applies all of the actions or none; resolves when they are durable. */
  steer(id: string, by: string, actions: readonly SteerRequestAction[]): Promise<Steered>
  /** Ends it with its best answer so far; resolves when that is durable. A search that has ended stays as it is. */
  cancel(id: string): Promise<void>
  /** Resolves when the search has ended, after `ms`, or when the signal fires. */
  wait(id: string, ms: number, signal: AbortSignal): Promise<void>
}

export function createSearchControls(registry: Registry, clock: Clock, limits: Limits): SearchControls {
  const { scheduler } = registry
  return {
    pause: async (id) => {
      const entry = await registry.changeable(id)
      if (entry.state === 'paused') return
      entry.state = 'paused'
      entry.live?.hold()
      scheduler.fill()
      await entry.save({ paused: true })
    },
    resume: async (id) => {
      const entry = await registry.changeable(id)
      if (entry.state !== 'paused') return
      entry.state = 'queued'
      scheduler.fill()
      await entry.save({ paused: false })
    },
    extend: async (id, more) => {
      const entry = await registry.changeable(id)
      const budget = extendBudget(entry.control.budget, more)
      checkNodes(budget, limits, '/nodes')
      await entry.save({ budget })
    },
    steer: async (id, by, actions) => {
      const entry = await registry.changeable(id)
      const live = await entry.wake().catch(() => null)
      if (live === null || live.fold.end !== null) throw new ServiceError('search-ended', `search ${id} has ended`)
      const events = steered(live, by, actions)
      await live.kept(events)
      return { events }
    },
    cancel: async (id) => {
      registry.check()
      const entry = registry.active(id)
      // A search that cannot be woken has failed by then, which is an end too.
      const live = await entry?.wake().catch(() => null)
      live?.cancel()
      await entry?.settled
    },
    wait: async (id, ms, signal) => {
      const entry = registry.active(id)
      if (entry === null || signal.aborted) return
      await new Promise<void>((resolve) => {
        const stop = clock.after(ms, resolve)
        const finish = (): void => {
          stop()
          resolve()
        }
        signal.addEventListener('abort', finish, { once: true })
        void entry.settled.then(finish)
      })
    },
  }
}

function steered(live: LiveSearch, by: string, actions: readonly SteerRequestAction[]): number {
  try {
    return live.steer(by, actions)
  } catch (error) {
    if (isCatalogError(error)) throw new ServiceError('invalid-request', error.message, error.pointer)
    throw error
  }
}
