import { forkSearch, isSearchError, type Envelope } from '@espalier/core'
import { CatalogError } from './catalog-error.ts'
import type { SearchPlan } from './plan.ts'
import { resumeOptionsOf } from './prepare-run.ts'

/** Where a log is forked, by whom, and how the search is called that it is the log of. */
export interface LogFork {
  readonly at?: number
  readonly seed?: number
  readonly by: string
  readonly search: string
}

export interface ForkedLog {
  /** What the fork's log begins with: a part of the first one, and the event that says so. */
  readonly envelopes: readonly Envelope[]
  /** How many of them are the first one's. */
  readonly at: number
}

/**
 * The log that a fork begins with, for `prepareRun` to go on from. Throws a CatalogError for a place outside the log, and for a log that
 * the plan does not give: one from another version, or imported and of another model.
 */
export function forkLog(plan: SearchPlan, log: readonly Envelope[], fork: LogFork): ForkedLog {
  const events = log.map(({ event }) => event)
  try {
    const { events: own, kept: at } = forkSearch(resumeOptionsOf(plan, events), events, fork)
    const envelopes = log.slice(0, at)
    const now = envelopes.at(-1)!.at
    for (const event of own) envelopes.push({ at: now, event })
    return { envelopes, at }
  } catch (error) {
    if (isSearchError(error)) throw new CatalogError('INVALID_FORK', error.message, '/at')
    throw error
  }
}
