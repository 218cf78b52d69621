import type { SearchStartEvent } from '@espalier/core'
import { searchSpecSchema, type SearchSpec } from '@espalier/protocol'
import type { Catalog } from './catalog.ts'

/** Stands for the model where a log does not say which one it was. */
export const UNKNOWN_MODEL = 'unknown'

/** A search read back from its log. */
export interface RecognisedSearch {
  readonly spec: SearchSpec
  /** The problem in one line. */
  readonly label: string
}

/**
 * What was asked for when a log was written, from its `search-start`. That event knows neither model nor budget nor concurrency: they
 * come from `said`, the spec that came with the log, or stay open; so does the name, which a fork has of its own. Null for a problem
 * that no task of the catalog knows.
 */
export function recogniseSearch(
  start: SearchStartEvent,
  catalog: Catalog,
  said: SearchSpec | null = null,
): RecognisedSearch | null {
  for (const task of catalog.tasks) {
    const problem = task.recognise(start.problem)
    if (problem === null) continue
    const spec = {
      name: said?.name ?? start.search,
      task: task.name,
      problem,
      model: said?.model ?? UNKNOWN_MODEL,
      algorithm: { name: start.policy.name, options: optionsOf(start.policy.params) },
      budget: said?.budget ?? {},
      seed: start.seed,
      concurrency: said?.concurrency ?? 1,
    }
    const parsed = searchSpecSchema.safeParse(spec)
    return parsed.success ? { spec: parsed.data, label: start.label } : null
  }
  return null
}

function optionsOf(params: unknown): Record<string, number | string> {
  const entries = typeof params === 'object' && params !== null ? Object.entries(params) : []
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number | string] => ['number', 'string'].includes(typeof entry[1])),
  )
}
