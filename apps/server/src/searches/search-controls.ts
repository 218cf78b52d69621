import { extendBudget, isCatalogError } from '@espalier/catalog'
import type { Extension } from '@espalier/core'
import type { Steered, SteerRequestAction } from '@espalier/protocol'
import type { Clock } from '../world/clock.ts'
import type { ActiveSearch } from './active-search.ts'
import { checkNodes, type Limits } from './limits.ts'
import type { LiveSearch } from './live-search.ts'
import type { Registry } from './registry.ts'
import type { SearchReader } from './search-reader.ts'
import { endedError, ServiceError } from './service-error.ts'

/**
 * What can be done to a search that has not ended: each is an event of its log, durable when the promise resolves. A search that waits
 * is woken for it, but hands nothing out. All throw `not-found`, `search-ended` and `stopping`; `cancel` only the ends of that.
 */
export interface SearchControls {
  /** Holds it back before its next trial. A paused search stays as it is. */
  pause(id: string, by: string): Promise<void>
  resume(id: string, by: string): Promise<void>
  /** Throws `invalid-request` for more nodes than this server gives a search. */
  extend(id: string, by: string, more: Extension): Promise<void>
  /** Applies all of the actions or none; resolves when they are durable. */
  steer(id: string, by: string, actions: readonly SteerRequestAction[]): Promise<Steered>
  /** Ends it with its best answer so far; resolves when that is durable. A search that has ended stays as it is. */
  cancel(id: string, by: string): Promise<void>
  /** Resolves when the search has ended, after `ms`, or when the signal fires. */
  wait(id: string, ms: number, signal: AbortSignal): Promise<void>
}

export function createSearchControls(
  registry: Registry,
  reader: Pick<SearchReader, 'get'>,
  clock: Clock,
  limits: Limits,
): SearchControls {
  const { scheduler } = registry

  /** Changes a search when it is its turn; resolves when all that its log had then is durable. */
  async function change(
    id: string,
    apply: (live: LiveSearch, entry: ActiveSearch) => void | Promise<void>,
  ): Promise<number> {
    const entry = await registry.changeable(id)
    return entry.inTurn(async () => {
      // A search that cannot be woken has failed by then, which is an end too.
      const live = await entry.wake().catch(() => null)
      if (live === null || live.fold.end !== null) throw endedError(id)
      await apply(live, entry)
      const events = live.fold.seq
      await live.kept(events)
      return events
    })
  }

  return {
    pause: async (id, by) => {
      await change(id, async (live, entry) => {
        if (entry.state === 'paused') return
        entry.state = 'paused'
        live.pause(by)
        scheduler.fill()
        await live.kept(live.fold.seq)
        await entry.save({ paused: true })
      })
    },
    resume: async (id, by) => {
      await change(id, async (live, entry) => {
        if (entry.state !== 'paused') return
        await entry.save({ paused: false })
        live.resume(by)
        entry.state = 'queued'
        scheduler.fill()
      })
    },
    extend: async (id, by, more) => {
      await change(id, async (live) => {
        const { budget } = await reader.get(id)
        checkNodes(extendBudget(budget, more), limits, '/nodes')
        live.extend(by, more)
      })
    },
    steer: async (id, by, actions) => ({ events: await change(id, (live) => steered(live, by, actions)) }),
    cancel: async (id, by) => {
      registry.check()
      const entry = registry.active(id)
      await entry?.inTurn(async () => {
        const live = await entry.wake().catch(() => null)
        if (live === null || live.fold.end !== null) return
        if (entry.control.paused) await entry.save({ paused: false })
        live.cancel(by)
      })
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

function steered(live: LiveSearch, by: string, actions: readonly SteerRequestAction[]): void {
  try {
    live.steer(by, actions)
  } catch (error) {
    if (isCatalogError(error)) throw new ServiceError('invalid-request', error.message, error.pointer)
    throw error
  }
}
