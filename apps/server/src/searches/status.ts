import type { SearchStatus } from '@espalier/protocol'
import type { StoredSearch } from '../store/search-store.ts'
import type { ActiveState } from './active-search.ts'
import type { Control } from './control.ts'

/** The status in which readers see a search; `state` is its state in this process, null if it is not active there. */
export function statusOf(state: ActiveState | null, stored: StoredSearch, control: Control): SearchStatus {
  if (stored.ended || state === 'ended') return 'finished'
  if (control.failure !== null || state === 'failed') return 'failed'
  if (state !== null) return state
  // A search of a task or model that this server has not got: it waits for one that has.
  return control.paused ? 'paused' : 'queued'
}
