import type { SearchStatus } from '@espalier/protocol'
import type { StoredSearch } from '../store/search-store.ts'
import type { ActiveState } from './active-search.ts'
import type { Control } from './control.ts'

/**
 * The status in which readers see a search. `state`: its state in this process, null if it is not active there. `isPaused`: what its
 * log says; after a crash the control may not know yet.
 */
export function statusOf(
  state: ActiveState | null,
  stored: StoredSearch,
  control: Control,
  isPaused: boolean,
): SearchStatus {
  if (stored.ended || state === 'ended') return 'finished'
  if (control.failure !== null || state === 'failed') return 'failed'
  if (isPaused || control.paused) return 'paused'
  // One that is not active is of a task or model that this server has not got: it waits for one that has.
  return state ?? 'queued'
}
