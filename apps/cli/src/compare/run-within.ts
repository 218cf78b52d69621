import {
  addUsage,
  anyOf,
  createSearch,
  maxTrials,
  NO_USAGE,
  runSearch,
  untilValue,
  type ExpandFn,
  type Preset,
  type Usage,
} from '@espalier/core'
import type { CompareTask } from './task.ts'

/** What budgets are counted in: calls of the model, tokens that it writes, or trials. */
export const UNITS = ['calls', 'tokens', 'trials'] as const
export type Unit = (typeof UNITS)[number]

/** What was spent up to some moment. */
export interface Spent {
  readonly calls: number
  readonly tokens: number
  readonly trials: number
}

/** Where a search stood when its next result would have cost more than a budget allows. */
export interface Standing extends Spent {
  readonly budget: number
  /** Milliseconds since its start. */
  readonly ms: number
  /** The answer that it would have given then; null for none. */
  readonly answer: string | null
}

export interface RunWithin {
  readonly task: CompareTask
  readonly problem: number
  readonly algorithm: Preset
  /** Whole, in [0, 2^32). */
  readonly seed: number
  readonly unit: Unit
  /** Ascending, each at least 1. */
  readonly budgets: readonly number[]
  /** Trials in flight at once. */
  readonly concurrency: number
  readonly clock: () => number
  readonly breathe: () => Promise<void>
  /** Calls the search off. */
  readonly signal: AbortSignal
}

/** A search that finds neither an answer nor anything to pay for is given up after so many trials. */
const MOST_TRIALS = 20_000

/**
 * One search under several budgets at once: for each of them, where it stood before the first result that would have exceeded it. Such a
 * result is thrown away, so that no budget is ever exceeded, and results that cost nothing are still taken in. A search does not know its
 * budget, so this is what separate searches under each budget come to. Null if it was called off.
 */
export async function runWithin(options: RunWithin): Promise<readonly Standing[] | null> {
  const { task, unit, budgets, clock, signal } = options
  const { expand, dispose, backend = task.backend, algorithm = options.algorithm } = task.createExpand()
  const engine = {
    problem: options.problem,
    backend,
    algorithm,
    seed: options.seed,
    describe: (problem: number) => ({ problem, label: `${task.name} ${problem}` }),
  }
  const search = createSearch(engine)
  const own = new AbortController()
  const startedAt = clock()
  const standings: Standing[] = []
  let usage = NO_USAGE
  let trials = 0

  const spentWith = (more: Usage, trial: number): Spent => ({
    calls: usage.calls + more.calls,
    tokens: usage.completionTokens + more.completionTokens,
    trials: trials + trial,
  })

  function note(): void {
    const answer = task.answerAt(search.state(search.recommend()))
    const budget = budgets[standings.length]!
    standings.push({ budget, ...spentWith(NO_USAGE, 0), ms: clock() - startedAt, answer })
  }

  /** Takes the cost of a trial; false, and the end of the search, where no budget is left that allows it. */
  function pay(cost: Usage): boolean {
    if (own.signal.aborted) return false
    const { [unit]: total } = spentWith(cost, 1)
    while (standings.length < budgets.length && total > budgets[standings.length]!) note()
    if (standings.length === budgets.length) {
      own.abort()
      return false
    }
    usage = addUsage(usage, cost)
    trials++
    return true
  }

  const paidExpand: ExpandFn<unknown, unknown> = async (trial, context) => {
    const expansion = await expand(trial, context).catch((error: unknown) => {
      pay(NO_USAGE)
      throw error
    })
    if (pay(expansion.usage ?? NO_USAGE)) return expansion
    // The search is called off by now: the driver drops this trial.
    throw new Error('every budget is spent')
  }

  try {
    await runSearch({
      ...engine,
      resume: { search, inFlight: [], events: [], kept: 0 },
      expand: paidExpand,
      concurrency: options.concurrency,
      stop: anyOf(
        ...(task.stopValue === null ? [] : [untilValue(task.stopValue)]),
        maxTrials(Math.max(MOST_TRIALS, 20 * budgets.at(-1)!)),
      ),
      signal: AbortSignal.any([signal, own.signal]),
      clock,
      breathe: options.breathe,
    })
  } finally {
    dispose()
  }
  if (signal.aborted) return null
  while (standings.length < budgets.length) note()
  return standings
}
