import { createSealChain, type SealChain } from '@espalier/protocol'
import type { SearchStore, StoredSearch } from '../store/search-store.ts'

/** Seals of sealed searches, over what is durable of them. */
export interface Seals {
  /** Null for a search that is not sealed. Covers all of `stored.events` at least. */
  of(stored: StoredSearch): Promise<string | null>
}

interface Sealed {
  readonly chain: SealChain
  readonly events: number
}

/** Chains that go on from where they were; others begin again from the log. */
const KEPT = 64
const READ = 2048

export function createSeals(store: Pick<SearchStore, 'read'>): Seals {
  const chains = new Map<string, Promise<Sealed>>()

  async function extend({ chain, events }: Sealed, id: string, until: number): Promise<Sealed> {
    let done = events
    while (done < until) {
      const envelopes = await store.read(id, done, Math.min(READ, until - done))
      for (const { event } of envelopes) chain.add(event)
      done += envelopes.length
    }
    return { chain, events: done }
  }

  return {
    of: async ({ header: { id, trace }, events }) => {
      if (trace?.salt === undefined) return null
      const before = chains.get(id) ?? Promise.resolve({ chain: createSealChain(trace.salt), events: 0 })
      const now = before.then((sealed) => extend(sealed, id, events))
      chains.delete(id)
      chains.set(id, now)
      // A chain that broke off in the middle of a read is made anew.
      now.catch(() => chains.delete(id))
      for (const oldest of chains.keys()) {
        if (chains.size <= KEPT) break
        chains.delete(oldest)
      }
      return (await now).chain.seal()
    },
  }
}
