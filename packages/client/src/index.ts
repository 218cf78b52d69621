export type { FoldView } from '@espalier/core'
export { ClientError, isClientError, type ClientErrorCode } from './transport/client-error.ts'
export type {
  CatalogInfo,
  CreateOptions,
  EventsOptions,
  ImportOptions,
  ListOptions,
  SearchTransport,
  StreamState,
  TreeSnapshot,
  UnprovenSearch,
} from './transport/search-transport.ts'
export type { DelayFn } from './transport/world.ts'
export { httpTransport, type HttpTransportOptions } from './http/http-transport.ts'
export { httpRefinements, type Refinements } from './http/refinements.ts'
export type { BodyReader, FetchFn, FetchInit, FetchResponse } from './http/fetch.ts'
export { localTransport, type LocalTransportOptions } from './local/local-transport.ts'
export type { RunnableSearch, SearchRunner } from './local/search-runner.ts'
export { serveTransport } from './port/serve-transport.ts'
export { portTransport, type PortTransport } from './port/port-transport.ts'
export type { Port } from './port/port.ts'
export { platformBreathe, platformClock, platformDelay, platformRandom, platformWallClock } from './platform.ts'
export { createTreeStore, type StoreMode, type TreeStore, type TreeStoreOptions } from './store/tree-store.ts'
export { followSearch, previewSearch } from './store/follow-search.ts'
export { steeredNode, type Mark, type MarkKind } from './store/mark.ts'
export type { ReplayOptions } from './store/replay.ts'
export type { TokenCounts } from './store/token-counts.ts'
export { createCells, type Cells } from './layout/cells.ts'
export { icicleCells, icicleSpan, pickIcicle, type IcicleOptions, type Span } from './layout/icicle.ts'
export { priorWeight, uniformWeight, visitWeight, type NodeWeight } from './layout/weights.ts'
export { createTidyLayout, type TidyLayout } from './layout/tidy-layout.ts'
export { pickTidy, tidyFrame, type TidyFrameOptions, type Viewport } from './layout/tidy-frame.ts'
export { parseQuery, type ParsedQuery, type QueryFault } from './search/parse-query.ts'
export {
  QUERY_NUMBERS,
  QUERY_STATUSES,
  findNodes,
  matchesQuery,
  type Comparison,
  type NodeQuery,
  type QueryNumber,
  type QueryStatus,
  type QueryTerm,
} from './search/node-query.ts'
