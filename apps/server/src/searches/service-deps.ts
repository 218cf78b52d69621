import type { Envelope } from '@espalier/core'
import type { Catalog } from '@espalier/catalog'
import type { SearchStore } from '../store/search-store.ts'
import type { Clock } from '../world/clock.ts'
import type { MakeIdFn } from '../world/ids.ts'
import type { Logger } from '../world/logger.ts'
import type { Limits } from './limits.ts'
import type { TracePolicy } from '../trace/trace-policy.ts'

/** What the searches of a server stand on. */
export interface ServiceDeps {
  readonly store: SearchStore
  readonly clock: Clock
  readonly ids: MakeIdFn
  readonly logger: Logger
  readonly catalog: Catalog
  readonly limits: Limits
  /** Says how much of each search is shown. */
  readonly traces: TracePolicy
  /** Writes events as readers get them. */
  readonly encode: (envelopes: readonly Envelope[]) => Uint8Array
  /** Told of every number of events that became durable. */
  readonly onKept: (events: number) => void
}
