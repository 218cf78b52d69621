import { foldEvents, type FoldView } from '@espalier/core'
import { decodeSnapshot, encodeSnapshot } from '@espalier/protocol'
import type { SearchStore, StoredSearch } from '../store/search-store.ts'

const MAX_FOLDS = 16
const MAX_NODES = 1_000_000
/** Logs with fewer events are folded faster than somebody notices. */
const SNAPSHOT_FROM = 20_000

interface Entry {
  /** Events that were folded: an entry is of no use once there are more. */
  readonly events: number
  readonly fold: Promise<FoldView>
}

/**
 * Folds of searches that nobody works at, the least recently used forgotten first. What large ended ones come to is kept in the store,
 * so that nobody waits for their logs to be folded again, after a restart either.
 */
export interface FoldCache {
  /** The fold of all of a search's events, from the store if it is not at hand. */
  of(stored: StoredSearch): Promise<FoldView>
  /** The same as `encodeSnapshot` writes it. */
  snapshot(stored: StoredSearch): Promise<Uint8Array<ArrayBuffer>>
  /** Keeps a fold that is at hand, of a search that has ended: who opens it next need not wait for its log. */
  keep(id: string, fold: FoldView): void
}

/** `report` is told what stands in the way of keeping a snapshot: it is made anew when it is needed. */
export function createFoldCache(store: SearchStore, report: (id: string, error: unknown) => void): FoldCache {
  const entries = new Map<string, Entry>()
  let nodes = 0

  function forget(id: string): void {
    const entry = entries.get(id)
    entries.delete(id)
    void entry?.fold.then(
      ({ tree }) => (nodes -= tree.size),
      () => {},
    )
  }

  async function load(stored: StoredSearch): Promise<FoldView> {
    const { id } = stored.header
    const fold = (await keptFold(stored)) ?? (await foldLog(stored))
    makeRoom(id, fold)
    return fold
  }

  async function keptFold(stored: StoredSearch): Promise<FoldView | null> {
    const bytes = await keptBytes(stored)
    if (bytes === null) return null
    const { events, ...view } = decodeSnapshot(bytes)
    return { ...view, seq: events }
  }

  async function keptBytes({ header: { id }, events }: StoredSearch): Promise<Uint8Array<ArrayBuffer> | null> {
    return events < SNAPSHOT_FROM ? null : store.snapshot(id)
  }

  async function foldLog({ header: { id }, events }: StoredSearch): Promise<FoldView> {
    const log = await store.read(id, 0, events)
    const fold = foldEvents(log.map(({ event }) => event))
    keepSnapshot(id, fold)
    return fold
  }

  function keepSnapshot(id: string, fold: FoldView): void {
    if (fold.end === null || fold.seq < SNAPSHOT_FROM) return
    store.keepSnapshot(id, encodeSnapshot(fold)).catch((error: unknown) => report(id, error))
  }

  function makeRoom(id: string, fold: FoldView): void {
    nodes += fold.tree.size
    for (const oldest of entries.keys()) {
      if ((entries.size <= MAX_FOLDS && nodes <= MAX_NODES) || oldest === id) break
      forget(oldest)
    }
  }

  async function of(stored: StoredSearch): Promise<FoldView> {
    const {
      header: { id },
      events,
    } = stored
    let entry = entries.get(id)
    if (entry?.events !== events) {
      forget(id)
      entry = { events, fold: load(stored) }
      entry.fold.catch(() => entries.delete(id))
    }
    entries.delete(id)
    entries.set(id, entry)
    return entry.fold
  }

  return {
    of,
    snapshot: async (stored) => (await keptBytes(stored)) ?? encodeSnapshot(await of(stored)),
    keep: (id, fold) => {
      forget(id)
      entries.set(id, { events: fold.seq, fold: Promise.resolve(fold) })
      makeRoom(id, fold)
      keepSnapshot(id, fold)
    },
  }
}
