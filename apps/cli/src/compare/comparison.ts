import type { Json } from '@espalier/core'
import type { Contestant, Setting } from './contestant.ts'
import type { Job, ScoredStanding } from './job.ts'
import type { Unit } from './run-within.ts'
import type { Measure } from './task.ts'
import type { Workers } from './workers.ts'

/** One contestant on one problem under one budget. */
export interface Run extends ScoredStanding, Setting {
  readonly contestant: string
  /** Index of the problem. */
  readonly problem: number
  /** Of the search. */
  readonly seed: number
}

/** What a comparison is of. */
export interface ComparisonPlan {
  readonly problems: readonly Json[]
  /** Searches of each problem, with seeds of their own. */
  readonly seeds: number
  readonly seed: number
  readonly unit: Unit
  /** Ascending. */
  readonly budgets: readonly number[]
  readonly contestants: readonly Contestant[]
  readonly concurrency: number
  readonly tokensPerStep: number
}

/** A comparison with its runs: of every contestant on every problem in `complete`, at every budget. */
export interface Comparison extends ComparisonPlan {
  readonly measure: Measure
  /** Problems that everybody was through with; all of them unless it was called off. */
  readonly complete: number
  readonly runs: readonly Run[]
}

/** How far a comparison is. */
export interface CompareProgress {
  readonly done: number
  readonly total: number
  readonly contestant: string
}

/**
 * Runs everybody on everything. Problem by problem, so that one called off half way is still fair: it keeps the problems that all were
 * through with. The order in which jobs finish changes nothing.
 */
export async function compare(
  plan: ComparisonPlan,
  measure: Measure,
  workers: Workers,
  report: (progress: CompareProgress) => void,
): Promise<Comparison> {
  const jobs = jobsOf(plan)
  const results: (readonly Run[] | undefined)[] = Array.from({ length: jobs.length })
  let next = 0
  let done = 0
  let isOff = false
  async function work(): Promise<void> {
    while (next < jobs.length && !isOff) {
      const at = next++
      const { contestant, job } = jobs[at]!
      const standings = await workers.run(job)
      if (standings === null) {
        isOff = true
        return
      }
      const { setting, problem, seed } = job
      results[at] = standings.map((standing) => ({ contestant, ...setting, problem, seed, ...standing }))
      report({ done: ++done, total: jobs.length, contestant })
    }
  }
  await Promise.all(Array.from({ length: workers.count }, work))
  const missing = results.findIndex((runs) => runs === undefined)
  const complete = missing < 0 ? plan.problems.length : jobs[missing]!.job.problem
  const runs = results.flatMap((some) => some ?? []).filter(({ problem }) => problem < complete)
  return { ...plan, measure, complete, runs }
}

/** The jobs of a comparison; budgets under which a contestant has the same setting are one job. */
function jobsOf(plan: ComparisonPlan): readonly { readonly contestant: string; readonly job: Job }[] {
  const { problems, seeds, unit, concurrency, tokensPerStep } = plan
  const entries = plan.contestants.flatMap(({ name, settings }) =>
    bySetting(settings, plan.budgets).map((part) => ({ contestant: name, ...part })),
  )
  return problems.flatMap((_, problem) =>
    Array.from({ length: seeds }, (_unused, repeat) => seedOf(plan.seed, problem, repeat)).flatMap((seed) =>
      entries.map(({ contestant, setting, budgets }) => ({
        contestant,
        job: { setting, problem, seed, unit, budgets, concurrency, tokensPerStep },
      })),
    ),
  )
}

function bySetting(settings: readonly Setting[], budgets: readonly number[]) {
  const parts = new Map<string, { readonly setting: Setting; readonly budgets: number[] }>()
  settings.forEach((setting, i) => {
    const key = JSON.stringify(setting)
    const part = parts.get(key) ?? { setting, budgets: [] }
    part.budgets.push(budgets[i]!)
    parts.set(key, part)
  })
  return [...parts.values()]
}

/** The same for all contestants, so that they meet the same luck; different for every search of a comparison of up to 100,000 problems. */
function seedOf(seed: number, problem: number, repeat: number): number {
  return (seed + problem + 100_000 * repeat) % 0x100000000
}
