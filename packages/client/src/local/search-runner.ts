import type { Fold, Json, ResumedSearch, RunOptions, SearchEvent, SearchStartEvent } from '@espalier/core'
import type { Budget, ExtendRequest, SearchOutcome, SearchRequest, SearchSpec, SearchTotals } from '@espalier/protocol'
import type { CatalogInfo } from '../transport/search-transport.ts'

/** A search at the point where its log ends, ready for core's `streamSearch`. */
export interface RunnableSearch {
  /** The engine: its fold is live, and it can be steered. */
  readonly search: ResumedSearch<unknown, unknown>['search']
  /** Everything but `signal`, `clock` and `breathe`. */
  readonly options: RunOptions<Json, unknown, unknown>
  /** Lets go of what the run held. */
  dispose(): void
}

/**
 * What turns a request into a search that can be run. The functions of `@espalier/catalog` fit as they are, as does any other set that
 * goes by these names; they throw errors with a `pointer` (JSON pointer into the request) for what a catalog has not got.
 */
export interface SearchRunner<Catalog, Plan extends { readonly label: string }> {
  catalogInfos(catalog: Catalog): CatalogInfo
  /** The spec of a request, every default filled in. */
  fillRequest(request: SearchRequest, catalog: Catalog): SearchSpec
  planOf(spec: SearchSpec, catalog: Catalog): Plan
  prepareRun(
    plan: Plan,
    log: readonly SearchEvent[],
    limits: { readonly budget: () => Budget; readonly elapsedMs: () => number },
  ): RunnableSearch
  extendBudget(budget: Budget, more: ExtendRequest): Budget
  searchTotals(fold: Fold, catalog: Catalog, elapsedMs: number): SearchTotals
  searchOutcome(fold: Fold, catalog: Catalog, elapsedMs: number): SearchOutcome | null
  /** What was asked for when a log was written; null for a problem that the catalog does not know. `said`: what came with the log. */
  recogniseSearch(
    start: SearchStartEvent,
    catalog: Catalog,
    said: SearchSpec | null,
  ): { readonly spec: SearchSpec; readonly label: string } | null
}
