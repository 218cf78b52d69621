import type { Envelope, FoldView, NodeId } from '@espalier/core'
import { extendBudget, searchTotals } from '@espalier/catalog'
import {
  encodeSnapshot,
  type KeptDetail,
  type SearchInfo,
  type SearchSpec,
  type TraceInfo,
  type TraceLevel,
} from '@espalier/protocol'
import { createSeals } from '../trace/seals.ts'
import type { StoredSearch } from '../store/search-store.ts'
import { controlJson, controlOf, type Control, type Summary } from './control.ts'
import { createFeed, type Feed } from './feed.ts'
import type { FoldCache } from './fold-cache.ts'
import type { Registry } from './registry.ts'
import type { ServiceDeps } from './service-deps.ts'
import { statusOf } from './status.ts'
import { givenBudget, specOf } from './stored-spec.ts'

/**
 * What can be read of a search without changing it, whatever it shows of itself: for the server's own use. All but `infoOf` throw `not-found`.
 */
export interface SearchReader {
  infoOf(stored: StoredSearch): Promise<SearchInfo>
  get(id: string): Promise<SearchInfo>
  /** Newest first: at most `limit` of those created before `before`. */
  list(before: string | null, limit: number): Promise<readonly SearchInfo[]>
  /** Reads something off the tree of a search, at once; resolves when all events that it rests on are durable. */
  look<T>(id: string, read: (fold: FoldView) => T): Promise<T>
  /** The whole tree as `encodeSnapshot` writes it, and how many events it rests on. */
  snapshot(id: string): Promise<{ readonly events: number; readonly bytes: Uint8Array<ArrayBuffer> }>
  feed(id: string): Promise<Feed>
  /** Durable events from sequence number `from` on, at most `limit`. */
  read(id: string, from: number, limit: number): Promise<readonly Envelope[]>
  /** What the trials at a node left to look at, as far as it is durable; of a fork also what the first search's did before it. */
  details(id: string, node: NodeId): Promise<readonly KeptDetail[]>
  /** What its readers are shown now. */
  levelOf(id: string): Promise<TraceLevel>
  /** What the seals of a sealed search were made with; undefined for others. */
  saltOf(id: string): Promise<string | undefined>
}

export function createSearchReader(
  { store, catalog, encode, traces }: ServiceDeps,
  registry: Registry,
  folds: FoldCache,
): SearchReader {
  const seals = createSeals(store)

  async function infoOf(stored: StoredSearch): Promise<SearchInfo> {
    const { header } = stored
    const entry = registry.active(header.id)
    const control = entry?.control ?? controlOf(stored.control)
    const { totals, reason, extended = {}, isPaused } = await accountOf(stored, control)
    const status = statusOf(entry?.state ?? null, stored, control, isPaused)
    const trace = await traceOf(stored)
    return {
      id: header.id,
      status,
      createdAt: new Date(header.createdAt).toISOString(),
      label: labelOf(specOf(stored)),
      spec: specOf(stored),
      budget: extendBudget(givenBudget(stored, control), extended),
      imported: header.imported,
      forkedFrom: header.forkedFrom ?? null,
      reason: status === 'finished' ? reason : null,
      failure: control.failure,
      ...totals,
      events: stored.events,
      ...(trace === null ? {} : { trace }),
    }
  }

  /** Null for a search of which everything is shown, and always was. */
  async function traceOf(stored: StoredSearch): Promise<TraceInfo | null> {
    const level = traces.levelOf(stored)
    const isSealed = stored.header.trace?.salt !== undefined
    if (level === 'full' && !isSealed) return null
    return { level, seal: await sealOf(stored), revealed: isSealed && level === 'full' }
  }

  async function sealOf(stored: StoredSearch): Promise<string | null> {
    const control = controlOf(stored.control)
    if (control.seal !== undefined) return control.seal
    const seal = await seals.of(stored)
    const isSettled = stored.ended && control.summary !== null && registry.active(stored.header.id) === null
    if (seal !== null && isSettled) await store.setControl(stored.header.id, controlJson({ ...control, seal }))
    return seal
  }

  async function accountOf(stored: StoredSearch, control: Control): Promise<Summary & { readonly isPaused: boolean }> {
    if (control.summary !== null) return { ...control.summary, isPaused: false }
    const { id } = stored.header
    const live = registry.active(id)?.live ?? null
    if (live !== null) return summaryOf(live.fold, live.elapsedMs())
    const last = stored.events === 0 ? [] : await store.read(id, stored.events - 1, 1)
    const { isPaused, ...summary } = summaryOf(await folds.of(stored), last[0]?.at ?? 0)
    if (stored.ended) await store.setControl(id, controlJson({ ...control, summary }))
    return { ...summary, isPaused }
  }

  function summaryOf(fold: FoldView, elapsedMs: number): Summary & { readonly isPaused: boolean } {
    const { paused, cancelled, extended } = fold.steering
    const totals = searchTotals(fold, catalog, Math.round(elapsedMs))
    return { totals, reason: fold.end?.reason ?? null, extended, isPaused: paused && !cancelled }
  }

  /** The problem in one line, as the log will have it. */
  function labelOf(spec: SearchSpec): string {
    const task = catalog.tasks.find(({ name }) => name === spec.task)
    try {
      return task?.describe(spec.problem).label ?? spec.task
    } catch {
      return spec.task
    }
  }

  async function look<T>(id: string, read: (fold: FoldView) => T): Promise<T> {
    const stored = await registry.stored(id)
    const entry = registry.isStopping ? null : registry.active(id)
    const live = await entry?.wake().catch(() => null)
    if (live === undefined || live === null) return read(await folds.of(stored))
    const seen = read(live.fold)
    await live.kept(live.fold.seq)
    return seen
  }

  async function details(id: string, node: NodeId): Promise<readonly KeptDetail[]> {
    const { header } = await registry.stored(id)
    const own = await store.details(id, node)
    const { forkedFrom } = header
    // What it begins with was never written a second time.
    if (forkedFrom === undefined || (await store.get(forkedFrom.id)) === null) return own
    const before = await details(forkedFrom.id, node)
    return [...before.filter(({ seq }) => seq < forkedFrom.at), ...own]
  }

  const get = async (id: string): Promise<SearchInfo> => infoOf(await registry.stored(id))

  return {
    infoOf,
    get,
    list: async (before, limit) => Promise.all((await store.list(before, limit)).map(infoOf)),
    look,
    snapshot: async (id) => {
      const stored = await registry.stored(id)
      if (stored.ended) return { events: stored.events, bytes: await folds.snapshot(stored) }
      return look(id, (fold) => ({ events: fold.seq, bytes: encodeSnapshot(fold) }))
    },
    feed: async (id) => {
      const stored = await registry.stored(id)
      return registry.active(id)?.feed ?? createFeed(stored.events, true, encode)
    },
    read: (id, from, limit) => store.read(id, from, limit),
    details,
    levelOf: async (id) => traces.levelOf(await registry.stored(id)),
    saltOf: async (id) => (await registry.stored(id)).header.trace?.salt,
  }
}
