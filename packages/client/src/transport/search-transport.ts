import type { Envelope, NodeId, Signal } from '@espalier/core'
import type {
  AlgorithmInfo,
  Candidate,
  ExtendRequest,
  ForkRequest,
  ModelInfo,
  NodeDetail,
  NodeEvidence,
  NodePage,
  SearchInfo,
  SearchAccount,
  SearchPage,
  SearchRequest,
  SteerRequest,
  Steered,
  TaskInfo,
  ThoughtDetail,
  ThoughtPoints,
  Validation,
} from '@espalier/protocol'

/** What searches can be made of. */
export interface CatalogInfo {
  readonly algorithms: readonly AlgorithmInfo[]
  /** The first that can work at a task is its default. */
  readonly models: readonly ModelInfo[]
  readonly tasks: readonly TaskInfo[]
}

export interface CreateOptions {
  /** 1 to 200 characters: the same request under the same key gives the same search, so that it may be sent again. Default: none. */
  readonly idempotencyKey?: string
  /** Waits up to so many seconds for the end. Default 0: answers at once. */
  readonly waitSeconds?: number
}

export interface ListOptions {
  /** `nextCursor` of the page before. Default: from the newest on. */
  readonly cursor?: string
  /** Searches on the page, 1 to 200. Default: the transport's, 50. */
  readonly limit?: number
}

/**
 * Where a stream of events stands. `connecting`: nothing has come yet. `connected`: events come as they happen. `reconnecting`: it broke
 * off and is taken up again in `inMs` milliseconds; `attempt` counts from 1 since events last came. `ended`: no more events will come.
 */
export type StreamState =
  | { readonly type: 'connecting' }
  | { readonly type: 'connected' }
  | { readonly type: 'reconnecting'; readonly inMs: number; readonly attempt: number }
  | { readonly type: 'ended' }

export interface EventsOptions {
  /** Sequence number of the last event that the caller has. Default: none, so from the first event on. */
  readonly after?: number
  /** Ends the stream, without an error. */
  readonly signal?: Signal
  /** Told of every change of state. */
  readonly onState?: (state: StreamState) => void
}

/** A tree as `GET …/tree` gives it: columns in bytes, for `@espalier/protocol` to decode. */
export interface TreeSnapshot {
  /** Events that it rests on: follow `events` from `after` = `events - 1`. */
  readonly events: number
  readonly bytes: Uint8Array
}

/** A search as its file has it, before it is proven that the file is as its run wrote it. */
export interface UnprovenSearch {
  /** As it will be if the file is sound. Until then there is no search of its id. */
  readonly info: SearchInfo
  readonly tree: TreeSnapshot
}

export interface ImportOptions {
  /**
   * Told of the search once it is read, a good while before a large one is proven. Whoever shows it says that it is not proven, and takes
   * it back when the import is refused. A server that proves as it reads does not tell. Default: nobody.
   */
  readonly onRead?: (search: UnprovenSearch) => void
}

/**
 * Searches, wherever they run: on a server (`httpTransport`), in this process (`localTransport`) or behind a message port
 * (`portTransport`). All of them pass one conformance suite. Methods reject with a `ClientError`.
 */
export interface SearchTransport {
  catalog(): Promise<CatalogInfo>
  /** Checks a request without starting a search; `invalid-request` says what is wrong with it. */
  validate(request: SearchRequest): Promise<Validation>
  create(request: SearchRequest, options?: CreateOptions): Promise<SearchInfo>
  /**
   * Begins another search with what this one has done so far, or up to an event; it goes on by itself and this one stays as it is. Any
   * search can be forked, one that has ended too, to be given more.
   */
  fork(id: string, request?: ForkRequest, options?: Pick<CreateOptions, 'idempotencyKey'>): Promise<SearchInfo>
  /** Newest first. */
  list(options?: ListOptions): Promise<SearchPage>
  /** `not-found` for a search that there is not; so do all methods with an id. */
  get(id: string): Promise<SearchInfo>
  /**
   * Holds a search back before its next trial. A paused one stays as it is; `search-ended` for one that has ended. Like `resume`,
   * `cancel` and `extend` it is an event of the log, which is there when it resolves; `by`: who it was, by default `user`.
   */
  pause(id: string, by?: string): Promise<SearchInfo>
  /** Lets a paused search go on. */
  resume(id: string, by?: string): Promise<SearchInfo>
  /** Ends a search with its best answer so far. One that has ended stays as it is. */
  cancel(id: string, by?: string): Promise<SearchInfo>
  /** Adds to the budget of an unfinished search. */
  extend(id: string, more: ExtendRequest): Promise<SearchInfo>
  /** Applies all of the actions or none; resolves when they are in the log. */
  steer(id: string, request: SteerRequest): Promise<Steered>
  /**
   * The events of a search in batches, from `after` on, as they happen: every event exactly once and in order, whatever breaks in between.
   * Ends after `search-end`, when no more events will come, when the signal fires, or when the caller leaves the loop. Rejects for
   * what no second try can mend.
   */
  events(id: string, options?: EventsOptions): AsyncGenerator<readonly Envelope[], void, void>
  node(id: string, node: NodeId): Promise<NodeDetail>
  /** A node's children, most visits first. */
  candidates(id: string, node: NodeId): Promise<NodePage<Candidate>>
  /** The nodes from the root to a node. */
  path(id: string, node: NodeId): Promise<NodePage>
  /** What the values and steps of a node rest on (votes, ratings, scores), by trial; nothing of a search from a file. */
  evidence(id: string, node: NodeId): Promise<NodeEvidence>
  /** What the vector of a node reads as, and what is near it; `no-vectors` for a search whose states are none, or whose model is not there. */
  thought(id: string, node: NodeId): Promise<ThoughtDetail>
  /** Where the vectors of a search lie; `no-vectors` likewise. */
  thoughts(id: string): Promise<ThoughtPoints>
  snapshot(id: string): Promise<TreeSnapshot>
  /** What an ended search came to; `not-finished` for one that has not ended. */
  result(id: string): Promise<SearchAccount>
  /** The whole search as a file that `importSearch` and the command line read. */
  exportSearch(id: string): Promise<Uint8Array>
  /** Takes a search from a file; `invalid-log` for one that is not sound, and then nothing of it is kept. */
  importSearch(file: Uint8Array, options?: ImportOptions): Promise<SearchInfo>
}
