export { ClientError, isClientError, type ClientErrorCode } from './transport/client-error.ts'
export type {
  CatalogInfo,
  CreateOptions,
  EventsOptions,
  ListOptions,
  SearchTransport,
  StreamState,
  TreeSnapshot,
} from './transport/search-transport.ts'
export type { DelayFn } from './transport/world.ts'
export { httpTransport, type HttpTransportOptions } from './http/http-transport.ts'
export type { BodyReader, FetchFn, FetchInit, FetchResponse } from './http/fetch.ts'
export { platformBreathe, platformClock, platformDelay, platformRandom, platformWallClock } from './platform.ts'
