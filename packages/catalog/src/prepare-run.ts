import {
  createSearch,
  resumeSearch,
  type Json,
  type ResumeOptions,
  type ResumedSearch,
  type RunOptions,
  type SearchEvent,
  type SearchOptions,
  type SteerCommand,
} from '@espalier/core'
import type { Budget, SteerRequestAction } from '@espalier/protocol'
import { stopAtBudget } from './budget.ts'
import type { SearchPlan } from './plan.ts'
import { steerCommands } from './steer-commands.ts'

/** A search at the point where its log ends, ready for `streamSearch`. */
export interface PreparedRun {
  /** The engine: its fold is live, and it can be steered. */
  readonly search: ResumedSearch<unknown, unknown>['search']
  /** Everything but `signal`, `clock` and `breathe`, which are the host's. */
  readonly options: RunOptions<Json, unknown, unknown> & { readonly resume: ResumedSearch<unknown, unknown> }
  /** What a request to steer comes to. Throws a CatalogError that points at the first action that cannot be taken. */
  commands(actions: readonly SteerRequestAction[]): readonly SteerCommand<unknown>[]
  /** Lets go of the model's caches. To be called once, after the run. */
  dispose(): void
}

export interface RunLimits {
  /** What it may spend beside what its log says that it was extended by. */
  readonly budget: Budget
  /** Milliseconds of work so far, pauses left out. */
  readonly elapsedMs: () => number
}

/** The engine's options of a plan. */
export function searchOptionsOf(plan: SearchPlan): SearchOptions<Json, unknown, unknown> {
  const { task, algorithm, problem, seed, name } = plan
  return { problem, backend: task.backend, algorithm, seed, name, describe: (given) => task.describe(given) }
}

/** Those to go on from a log with. A fork has a name of its own, but its log begins under the first one's. */
export function resumeOptionsOf(plan: SearchPlan, log: readonly SearchEvent[]): ResumeOptions<Json, unknown, unknown> {
  const { task } = plan
  const [start] = log
  const name = start?.type === 'search-start' ? start.search : plan.name
  return { ...searchOptionsOf(plan), name, parse: (state, label) => task.parse(state, label) }
}

/**
 * A new search, or the continuation of a log: what was in flight when it broke off is handed out again. `log`: its events so far,
 * empty for a new search. Throws as `resumeSearch` does.
 */
export function prepareRun(plan: SearchPlan, log: readonly SearchEvent[], limits: RunLimits): PreparedRun {
  const engine = resumeOptionsOf(plan, log)
  const { task } = plan
  const resume: ResumedSearch<unknown, unknown> =
    log.length === 0 ? { search: createSearch(engine), inFlight: [], events: [], kept: 0 } : resumeSearch(engine, log)
  const { expand, dispose } = plan.model.createExpand(task.name)
  return {
    search: resume.search,
    commands: (actions) => steerCommands(resume.search, task, actions),
    options: {
      ...engine,
      resume,
      expand,
      concurrency: plan.concurrency,
      stop: stopAtBudget(limits.budget, limits.elapsedMs),
    },
    dispose,
  }
}
