import { decodeSnapshot } from '@espalier/protocol'
import type { EventsOptions, SearchTransport } from '../transport/search-transport.ts'
import type { TreeStore } from './tree-store.ts'

/** Shows a search as it stands, before its events have come. */
export async function previewSearch(transport: SearchTransport, id: string, store: TreeStore): Promise<void> {
  const { bytes } = await transport.snapshot(id)
  const { events, ...view } = decodeSnapshot(bytes)
  store.preview({ ...view, seq: events })
}

/** Fills a store with the events of a search, from where it is on, until the search has ended or the signal fires. */
export async function followSearch(
  transport: SearchTransport,
  id: string,
  store: TreeStore,
  options: Omit<EventsOptions, 'after'> = {},
): Promise<void> {
  const after = store.lastSeq
  for await (const batch of transport.events(id, { ...options, ...(after < 0 ? {} : { after }) })) store.push(batch)
}
