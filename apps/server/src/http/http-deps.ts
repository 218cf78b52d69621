import type { Catalog } from '@espalier/catalog'
import type { Limits } from '../searches/limits.ts'
import type { ShownSearches } from '../trace/shown-searches.ts'
import type { Clock } from '../world/clock.ts'

/** What operations work with. */
export interface HttpDeps {
  /** What there is to be shown of searches; the service behind it is not theirs to have. */
  readonly service: ShownSearches
  readonly catalog: Catalog
  readonly limits: Limits
  readonly clock: Clock
}
