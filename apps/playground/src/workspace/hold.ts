import type { TreeStore } from '@espalier/client'

/** Holds a live display until the function that it gives is called. A display that is held or replayed already stays as it is. */
export function hold(store: TreeStore): () => void {
  if (store.mode !== 'live') return () => {}
  store.freeze()
  return () => store.thaw()
}
