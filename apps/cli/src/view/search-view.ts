import type { SearchEvent } from '@espalier/core'
import type { SearchProgress } from './progress.ts'

/** Shows a running search. It may take its time: the search waits for it, and its clock stands still meanwhile. */
export interface SearchView {
  /** After every event. */
  update(progress: SearchProgress, event: SearchEvent): void | Promise<void>
  /** Once, after the last event of a search that ended by itself or on request. */
  end(progress: SearchProgress): void
  /** Always, last: puts the terminal back as it was. */
  close(): void
}

/** Shows nothing. */
export const silentView: SearchView = { update: () => {}, end: () => {}, close: () => {} }
