import type { Json, SearchStartEvent } from '@espalier/core'
import { searchSpecSchema, type SearchSpec } from '@espalier/protocol'
import type { Catalog } from './catalog.ts'

/** Stands for the model where a log does not say which one it was. */
export const UNKNOWN_MODEL = 'unknown'

/** Stands for the task of a log whose problem no task of the catalog knows: a search of somebody's own states. */
export const OTHER_TASK = 'other'

/** A search read back from its log. */
export interface RecognisedSearch {
  readonly spec: SearchSpec
  /** The problem in one line. */
  readonly label: string
}

/**
 * What was asked for when a log was written, from its `search-start`. That event knows neither model nor budget nor concurrency: they
 * come from `said`, the spec that came with the log, or stay open; so does the name, which a fork has of its own. Of a problem that no
 * task knows, the tree can be looked at all the same. Null for a start that is out of range.
 */
export function recogniseSearch(
  start: SearchStartEvent,
  catalog: Catalog,
  said: SearchSpec | null = null,
): RecognisedSearch | null {
  const parsed = searchSpecSchema.safeParse({
    name: said?.name ?? start.search,
    ...statedProblem(start.problem, catalog),
    model: said?.model ?? UNKNOWN_MODEL,
    algorithm: { name: start.policy.name, options: optionsOf(start.policy.params) },
    budget: said?.budget ?? {},
    seed: start.seed,
    concurrency: said?.concurrency ?? 1,
  })
  return parsed.success ? { spec: parsed.data, label: start.label } : null
}

function statedProblem(logged: Json, catalog: Catalog): { readonly task: string; readonly problem: Json } | null {
  for (const task of catalog.tasks) {
    const problem = task.recognise(logged)
    if (problem !== null) return { task: task.name, problem }
  }
  // One that says it is a task's and is none of its problems is broken, no other task's.
  const said = typeof logged === 'object' && logged !== null && 'task' in logged ? logged.task : null
  return catalog.tasks.some(({ name }) => name === said) ? null : { task: OTHER_TASK, problem: logged }
}

function optionsOf(params: unknown): Record<string, number | string> {
  const entries = typeof params === 'object' && params !== null ? Object.entries(params) : []
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number | string] => ['number', 'string'].includes(typeof entry[1])),
  )
}
