import type {
  Envelope,
  Extension,
  Fold,
  Json,
  NodeId,
  ResumedSearch,
  RunOptions,
  SearchEvent,
  SteerCommand,
} from '@espalier/core'
import type {
  Budget,
  Conclusion,
  Estimate,
  LogOutcome,
  SearchInfo,
  SearchOutcome,
  SearchRequest,
  SearchSpec,
  SearchTotals,
  SteerRequestAction,
  ThoughtDetail,
  ThoughtPoints,
} from '@espalier/protocol'
import type { CatalogInfo } from '../transport/search-transport.ts'

/** A search at the point where its log ends, ready for core's `streamSearch`. */
export interface RunnableSearch {
  /** The engine: its fold is live, and it can be steered. */
  readonly search: ResumedSearch<unknown, unknown>['search']
  /** Everything but `signal`, `clock` and `breathe`. */
  readonly options: RunOptions<Json, unknown, unknown>
  /** What a request to steer comes to. Throws an error with a `pointer` to the first action that cannot be taken. */
  commands(actions: readonly SteerRequestAction[]): readonly SteerCommand<unknown>[]
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
  /** What a search would take, judged by searches that ran here before. */
  estimateSearch(spec: SearchSpec, earlier: readonly SearchInfo[], catalog: Catalog): Estimate
  prepareRun(
    plan: Plan,
    log: readonly SearchEvent[],
    limits: { readonly budget: Budget; readonly elapsedMs: () => number },
  ): RunnableSearch
  /** The log that a fork begins with, and how much of it is the first one's. */
  forkLog(
    plan: Plan,
    log: readonly Envelope[],
    fork: { readonly at?: number; readonly seed?: number; readonly by: string; readonly search: string },
  ): { readonly envelopes: readonly Envelope[]; readonly at: number }
  extendBudget(budget: Budget, more: Extension): Budget
  searchTotals(fold: Fold, catalog: Catalog, elapsedMs: number): SearchTotals
  searchOutcome(fold: Fold, catalog: Catalog, elapsedMs: number): SearchOutcome | null
  /** What the recommended line of an ended search comes to, and how well that stands. */
  concludeSearch(fold: Fold, spec: SearchSpec, catalog: Catalog): Promise<Conclusion | null>
  /** Reads off the fold at once whose vectors to make again; the function that it gives does so. Throws an error with the code `NO_VECTORS`. */
  inspectThought(fold: Fold, node: NodeId, spec: SearchSpec, catalog: Catalog): () => Promise<ThoughtDetail>
  mapThoughts(fold: Fold, spec: SearchSpec, catalog: Catalog): () => Promise<ThoughtPoints>
  /** What the end of a log says of the search in it; null for one that has not ended. */
  logOutcome(fold: Fold, catalog: Catalog): LogOutcome | null
  /** The log of a search as lines of text, each with its line feed. */
  writeSearchLog(spec: SearchSpec, envelopes: readonly Envelope[], outcome: LogOutcome): Iterable<string>
  /** Reads such lines back. Throws a ProtocolError (`INVALID_LOG`) for those that are not sound. */
  createSearchLogReader(catalog: Catalog): SearchOfLogReader
}

/** Reads a log: `line` for each, `prove` until nothing is left, `end`. */
export interface SearchOfLogReader {
  line(text: string): void
  /** What was read, when nothing is proven yet. */
  unproven(): SearchOfLog
  /** Takes another line into the proof; false once none is left. */
  prove(): boolean
  /** Throws unless the log is as it was written. */
  end(): SearchOfLog
}

/** A search read from a file. */
export interface SearchOfLog {
  readonly spec: SearchSpec
  readonly label: string
  readonly envelopes: readonly Envelope[]
  readonly fold: Fold
}
