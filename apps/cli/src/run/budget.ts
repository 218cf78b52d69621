import type { Budget as SearchBudget } from '@espalier/protocol'

/** When a run gives up. Absent: no limit of that kind. */
export type Budget = Pick<SearchBudget, 'trials' | 'tokens' | 'timeMs'>

/** Ours, where no limit is given at all. */
export const DEFAULT_BUDGET: Budget = { trials: 200 }

/** The budget to use for what the user gave. */
export function budgetOrDefault(given: Budget): Budget {
  return given.trials === undefined && given.tokens === undefined && given.timeMs === undefined ? DEFAULT_BUDGET : given
}

/** What a search is asked with: it also stops at a correct answer, whose value is exactly 1. */
export function untilSolved(budget: Budget): SearchBudget {
  return { ...budget, value: 1 }
}
