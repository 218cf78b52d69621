import type { Budget, SearchSpec } from '@espalier/protocol'
import { ServiceError } from './service-error.ts'

/** What this server takes on. */
export interface Limits {
  /** Searches that work at once. Default 2: they share one thread. */
  readonly runningSearches: number
  /** Searches that have not ended, those that wait and are paused included. Default 256. */
  readonly unfinishedSearches: number
  /** Nodes of a tree. Default 200,000, about 50 MB. */
  readonly nodes: number
  /** Trials in flight at once in one search. Default 64. */
  readonly concurrency: number
  /** Bytes of a request's body. Default 1 MiB. */
  readonly bodyBytes: number
  /** Bytes of an imported search. Default 64 MiB. */
  readonly importBytes: number
  /** How deep JSON in a body may be nested. Default 32. */
  readonly jsonDepth: number
  /** Characters of a URL, path and query. Default 4,096. */
  readonly urlChars: number
  /** Readers of event streams at once. Default 256. */
  readonly eventReaders: number
  /** Seconds that `Prefer: wait` is honoured for. Default 60. */
  readonly waitSeconds: number
}

export const DEFAULT_LIMITS: Limits = {
  runningSearches: 2,
  unfinishedSearches: 256,
  nodes: 200_000,
  concurrency: 64,
  bodyBytes: 1024 * 1024,
  importBytes: 64 * 1024 * 1024,
  jsonDepth: 32,
  urlChars: 4096,
  eventReaders: 256,
  waitSeconds: 60,
}

/** A spec within this server's limits: one without a limit of nodes gets the server's. Throws a ServiceError for one beyond them. */
export function withinLimits(spec: SearchSpec, limits: Limits): SearchSpec {
  if (spec.concurrency > limits.concurrency) {
    throw new ServiceError('invalid-request', `concurrency: at most ${limits.concurrency} here`, '/concurrency')
  }
  checkNodes(spec.budget, limits, '/budget/nodes')
  return { ...spec, budget: { nodes: limits.nodes, ...spec.budget } }
}

/** Throws a ServiceError for a budget of more nodes than this server gives a search. */
export function checkNodes({ nodes }: Budget, limits: Limits, pointer: string): void {
  if (nodes === undefined || nodes <= limits.nodes) return
  throw new ServiceError('invalid-request', `nodes: got ${nodes}, at most ${limits.nodes} here`, pointer)
}
