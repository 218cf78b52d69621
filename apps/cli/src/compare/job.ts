import { createPreset } from '@espalier/core'
import type { Setting } from './contestant.ts'
import { runWithin, type Standing, type Unit } from './run-within.ts'
import type { CompareTask, ModelFree, Score } from './task.ts'

/** One setting on one problem, as JSON, under all budgets that the setting stands for. */
export interface Job {
  readonly setting: Setting
  /** Index of the problem. */
  readonly problem: number
  /** Of the search. Whole, in [0, 2^32). */
  readonly seed: number
  readonly unit: Unit
  readonly budgets: readonly number[]
  readonly concurrency: number
  /** Tokens that an expansion without a model counts for, where tokens are the unit. */
  readonly tokensPerStep: number
}

/** Where a job stood at a budget, with the benchmark's score of its answer. */
export interface ScoredStanding extends Standing, Score {}

/** What a job needs of the process that it runs in. */
export interface Host {
  readonly clock: () => number
  readonly breathe: () => Promise<void>
  readonly signal: AbortSignal
}

/** Runs a job and scores its answers; null if it was called off. */
export async function runJob(task: CompareTask, job: Job, host: Host): Promise<readonly ScoredStanding[] | null> {
  const { setting, problem } = job
  const modelFree = task.modelFree.find(({ name }) => name === setting.algorithm)
  const standings =
    modelFree !== undefined
      ? runModelFree(modelFree, job, host.clock)
      : await runWithin({ ...job, ...host, task, algorithm: createPreset(setting.algorithm, setting.options) })
  if (standings === null) return null
  const scored: ScoredStanding[] = []
  for (const standing of standings) scored.push({ ...standing, ...(await task.score(problem, standing.answer)) })
  return scored
}

function runModelFree(baseline: ModelFree, job: Job, clock: () => number): readonly Standing[] {
  const { problem, seed, unit, budgets, tokensPerStep } = job
  return budgets.map((budget) => {
    const most = unit === 'tokens' ? Math.floor(budget / tokensPerStep) : budget
    const startedAt = clock()
    const { answer, expansions } = most < 1 ? { answer: null, expansions: 0 } : baseline.run(problem, most, seed)
    const tokens = unit === 'tokens' ? Math.ceil(expansions * tokensPerStep) : 0
    return { budget, calls: expansions, tokens, trials: expansions, ms: clock() - startedAt, answer }
  })
}
