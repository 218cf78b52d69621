import { forkLog, planOf, searchTotals, type ReadSearchLog } from '@espalier/catalog'
import type { Envelope } from '@espalier/core'
import type { ForkRequest, SearchInfo, SearchSpec, TraceLevel } from '@espalier/protocol'
import type { SearchHeader, StoredSearch } from '../store/search-store.ts'
import { controlJson, controlOf, type Control } from './control.ts'
import { createFoldCache } from './fold-cache.ts'
import { withinLimits } from './limits.ts'
import { createRegistry } from './registry.ts'
import { createSearchControls, type SearchControls } from './search-controls.ts'
import { createSearchReader, type SearchReader } from './search-reader.ts'
import type { ServiceDeps } from './service-deps.ts'
import { ServiceError } from './service-error.ts'
import type { KeptTrace } from '../trace/trace-policy.ts'

/** The key that a creator gave, and what stands for the request that came with it. */
export interface IdempotencyKey {
  readonly key: string
  readonly fingerprint: string
}

/** A search, and whether it is new or was there already under its key. */
export interface Created {
  readonly search: SearchInfo
  readonly created: boolean
}

/**
 * Everything that can be done with searches, whoever asks and whatever they show of themselves. Throws {@link ServiceError} for what cannot.
 * What goes out of the server goes through `shownSearches`.
 */
export interface SearchService extends SearchControls, Omit<SearchReader, 'infoOf'> {
  /** Takes up the searches that had not ended when the last process did. To be called once, before anything else. */
  start(): Promise<void>
  /**
   * `trace`: by default as much as the server shows. `log`: what it begins with, of the same spec. Throws a CatalogError for a spec that cannot be run, `overloaded`, or
   * `idempotency-mismatch`.
   */
  create(
    spec: SearchSpec,
    idempotency: IdempotencyKey | null,
    trace?: TraceLevel,
    log?: readonly Envelope[],
  ): Promise<Created>
  /**
   * Begins another search with what this one has done so far. It is kept as a whole before anybody can see it. Throws `not-found`, a
   * CatalogError for what cannot be forked, and as `create` does.
   */
  fork(id: string, request: ForkRequest, idempotency: IdempotencyKey | null): Promise<Created>
  /** Keeps a whole log from elsewhere. */
  adopt(read: ReadSearchLog, trace?: TraceLevel): Promise<SearchInfo>
  /**
   * Shows a sealed search that has ended from now on, as far as the server shows any. Throws `not-found`, `not-finished`, `invalid-request` for one that
   * was not sealed, and `trace-hidden` where less may be shown: on a server that shows less, and for a fork of a search that is still hidden.
   */
  reveal(id: string): Promise<SearchInfo>
  counts(): Readonly<Record<'queued' | 'running' | 'paused', number>>
  /** Takes nothing new and leaves every search where the next process can go on with it. */
  stop(): Promise<void>
}

export function createSearchService(deps: ServiceDeps): SearchService {
  const { store, clock, ids, logger, catalog, limits, traces } = deps
  const folds = createFoldCache(store, (search, error) => {
    logger.error('a snapshot could not be kept', { search, error })
  })
  const registry = createRegistry(deps, folds)
  const { infoOf, ...reader } = createSearchReader(deps, registry, folds)

  /** Keeps a new search; `begin` makes what it begins with, unless it is there already under its key. */
  async function keep(
    idempotency: IdempotencyKey | null,
    begin: () => Promise<Pick<SearchHeader, 'spec' | 'forkedFrom' | 'trace'> & { readonly log?: readonly Envelope[] }>,
  ): Promise<Created> {
    registry.check()
    const known = idempotency === null ? null : await store.findByKey(idempotency.key)
    const { search, created } = known === null ? await keepNew() : { search: known, created: false }
    if (!created && search.header.idempotency?.fingerprint !== idempotency?.fingerprint) {
      throw new ServiceError('idempotency-mismatch', 'this Idempotency-Key came with another request before')
    }
    if (created) registry.enter(search)
    return { search: await infoOf(search), created }

    async function keepNew() {
      if (registry.size >= limits.unfinishedSearches) {
        throw new ServiceError(
          'overloaded',
          `${registry.size} searches are unfinished, the most that this server takes`,
        )
      }
      const { log, ...given } = await begin()
      const header = { id: ids(), createdAt: clock.wall(), ...given, idempotency, imported: false }
      const control: Control = { paused: false, failure: null, summary: null }
      return store.create(header, controlJson(control), log)
    }
  }

  async function unfinished(): Promise<readonly StoredSearch[]> {
    const found: StoredSearch[] = []
    for (let before: string | null = null; ;) {
      const page: readonly StoredSearch[] = await store.list(before, 500)
      found.push(...page.filter(({ ended, control }) => !ended && controlOf(control).failure === null))
      before = page.at(-1)?.header.id ?? null
      if (before === null) return found.reverse()
    }
  }

  return {
    ...reader,
    ...createSearchControls(registry, reader, clock, limits),
    start: async () => {
      for (const stored of await unfinished()) {
        try {
          registry.enter(stored)
        } catch (error) {
          // Its model or task is not here now; it stays as it is for a server that has them.
          logger.error('a search cannot be taken up', { search: stored.header.id, error: traces.inLog(stored, error) })
        }
      }
    },
    create: async (spec, idempotency, asked, log = []) => {
      planOf(spec, catalog)
      const trace = kept(traces.keep(asked))
      return keep(idempotency, () => Promise.resolve({ spec: spec as never, log, ...trace }))
    },
    fork: async (id, { at, seed, name, budget, by = 'user', trace: asked }, idempotency) => {
      const trace = kept(traces.keep(asked, traces.levelOf(await registry.stored(id))))
      return keep(idempotency, async () => {
        // All that has happened by now, an event at least: one that waits to begin is woken.
        await reader.look(id, () => {})
        const info = await reader.get(id)
        const { spec: given, events } = info
        if (at !== undefined && at > events)
          throw new ServiceError('invalid-request', `at: got ${at}, the search has ${events} events`, '/at')
        const spec = withinLimits({ ...given, name: name ?? given.name, budget: budget ?? info.budget }, limits)
        const fork = { by, search: id, ...(seed === undefined ? {} : { seed }) }
        const log = forkLog(planOf(spec, catalog), await store.read(id, 0, at ?? events), fork)
        return { spec: spec as never, forkedFrom: { id, at: log.at }, log: log.envelopes, ...trace }
      })
    },
    adopt: async ({ spec, envelopes, fold }, asked) => {
      registry.check()
      const trace = kept(traces.keep(asked))
      const totals = searchTotals(fold, catalog, Math.round(envelopes.at(-1)?.at ?? 0))
      const summary = { totals, reason: fold.end?.reason ?? null, extended: fold.steering.extended }
      const header = {
        id: ids(),
        createdAt: clock.wall(),
        spec: spec as never,
        idempotency: null,
        imported: true,
        ...trace,
      }
      const control: Control = { paused: false, failure: null, summary }
      const { search } = await store.create(header, controlJson(control), envelopes)
      folds.keep(search.header.id, fold)
      return infoOf(search)
    },
    reveal: async (id) => {
      registry.check()
      const stored = await registry.stored(id)
      const { header } = stored
      if (header.trace?.level !== 'sealed') throw new ServiceError('invalid-request', `search ${id} was not sealed`)
      if (!stored.ended || registry.active(id) !== null)
        throw new ServiceError('not-finished', 'a search is revealed when it has ended')
      const { forkedFrom = null } = header
      const first = forkedFrom === null ? 'full' : traces.levelOf(await registry.stored(forkedFrom.id))
      if (traces.ceiling !== 'full')
        throw new ServiceError('trace-hidden', `this server shows ${traces.ceiling} at most`)
      if (first !== 'full')
        throw new ServiceError('trace-hidden', 'it begins with a part of another search, which is still hidden')
      const control: Control = { ...controlOf(stored.control), revealed: true }
      await store.setControl(id, controlJson(control))
      return infoOf({ ...stored, control: controlJson(control) })
    },
    counts: () => registry.scheduler.counts(),
    stop: () => registry.stop(),
  }
}

const kept = (trace: KeptTrace | undefined): { readonly trace?: KeptTrace } => (trace === undefined ? {} : { trace })
