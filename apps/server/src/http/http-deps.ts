import type { Catalog } from '@espalier/catalog'
import type { Limits } from '../searches/limits.ts'
import type { SearchService } from '../searches/search-service.ts'
import type { Clock } from '../world/clock.ts'

/** What operations work with. */
export interface HttpDeps {
  readonly service: SearchService
  readonly catalog: Catalog
  readonly limits: Limits
  readonly clock: Clock
}
