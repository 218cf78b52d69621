import { anyOf, maxMs, maxTokens, maxTrials, untilValue, type StopFn } from '@espalier/core'

/** When a run gives up. Absent: no limit of that kind. */
export interface Budget {
  /** Trials; at least 1. */
  readonly trials?: number
  /** Tokens that the model writes; at least 1. */
  readonly tokens?: number
  /** Milliseconds; at least 1. */
  readonly timeMs?: number
}

/** Ours, where no limit is given at all. */
export const DEFAULT_BUDGET: Budget = { trials: 200 }

/** The budget to use for what the user gave. */
export function budgetOrDefault(given: Budget): Budget {
  return given.trials === undefined && given.tokens === undefined && given.timeMs === undefined ? DEFAULT_BUDGET : given
}

/** Stops at a correct answer (its value is exactly 1), or when a limit is reached. */
export function stopAt(budget: Budget): StopFn {
  return anyOf(
    untilValue(1),
    ...(budget.trials === undefined ? [] : [maxTrials(budget.trials)]),
    ...(budget.tokens === undefined ? [] : [maxTokens(budget.tokens)]),
    ...(budget.timeMs === undefined ? [] : [maxMs(budget.timeMs)]),
  )
}
