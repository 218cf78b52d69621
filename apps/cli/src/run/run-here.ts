import { concludeSearch, fillRequest, planOf, prepareRun, type Catalog } from '@espalier/catalog'
import { streamSearch } from '@espalier/core'
import { pairDetails, type SearchRequest } from '@espalier/protocol'
import type { Io } from '../io.ts'
import type { SearchView } from '../view/search-view.ts'
import { outcomeOfResult } from './outcome.ts'
import { recordRun, type RunReport, type RunSource } from './record-run.ts'

export interface RunRequest {
  readonly search: SearchRequest
  /** Where to write the log. Default: nowhere. */
  readonly logFile?: string
  /** What to seal the run with; it stands in the log. Default: it is not sealed. */
  readonly salt?: string
}

/** Runs one search in this process. Throws a CatalogError for a request that the catalog cannot serve. */
export function runHere(
  { search, logFile, salt }: RunRequest,
  catalog: Catalog,
  io: Io,
  view: SearchView,
): Promise<RunReport> {
  const spec = fillRequest(search, catalog)
  const plan = planOf(spec, catalog)
  const source: RunSource = async function* (signal, clock, _progress, onDetail) {
    const startedAt = clock()
    const run = prepareRun(plan, [], { budget: spec.budget, elapsedMs: () => clock() - startedAt })
    const details = pairDetails()
    try {
      const stream = streamSearch({
        ...run.options,
        signal,
        clock,
        breathe: () => io.sleep(0),
        onDetail: details.told,
      })
      for (;;) {
        const next = await stream.next()
        if (next.done === true) return outcomeOfResult(next.value)
        const { at, event } = next.value
        const detail = details.of(event)
        if (detail !== null) onDetail(detail)
        yield { at: Math.round(at * 1000) / 1000, event }
      }
    } finally {
      run.dispose()
    }
  }
  return recordRun(source, { spec, logFile, salt, conclude: (fold) => concludeSearch(fold, spec, catalog) }, io, view)
}
