import { foldEvents, type Fold } from '@espalier/core'
import type { SearchStore, StoredSearch } from '../store/search-store.ts'

const MAX_FOLDS = 16
const MAX_NODES = 1_000_000

interface Entry {
  /** Events that were folded: an entry is of no use once there are more. */
  readonly events: number
  readonly fold: Promise<Fold>
}

/** Folds of searches that nobody works at, the least recently used forgotten first. */
export interface FoldCache {
  /** The fold of all of a search's events, from the store if it is not at hand. */
  of(stored: StoredSearch): Promise<Fold>
  /** Keeps a fold that is at hand, of a search that has ended: who opens it next need not wait for its log. */
  keep(id: string, fold: Fold): void
}

export function createFoldCache(store: SearchStore): FoldCache {
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

  async function load(id: string, events: number): Promise<Fold> {
    const log = await store.read(id, 0, events)
    const fold = foldEvents(log.map(({ event }) => event))
    makeRoom(id, fold)
    return fold
  }

  function makeRoom(id: string, fold: Fold): void {
    nodes += fold.tree.size
    for (const oldest of entries.keys()) {
      if ((entries.size <= MAX_FOLDS && nodes <= MAX_NODES) || oldest === id) break
      forget(oldest)
    }
  }

  return {
    of: async ({ header: { id }, events }) => {
      let entry = entries.get(id)
      if (entry?.events !== events) {
        forget(id)
        entry = { events, fold: load(id, events) }
        entry.fold.catch(() => entries.delete(id))
      }
      entries.delete(id)
      entries.set(id, entry)
      return entry.fold
    },
    keep: (id, fold) => {
      forget(id)
      entries.set(id, { events: fold.seq, fold: Promise.resolve(fold) })
      makeRoom(id, fold)
    },
  }
}
