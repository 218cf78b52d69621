import type { StopFn } from '@espalier/core'
import type { Budget, ExtendRequest } from '@espalier/protocol'

/**
 * Stops when the budget that `current` gives at that moment is spent, so that a budget can grow while the search runs. `elapsedMs`:
 * milliseconds of work so far, which the driver's clock does not know of a search that was paused or resumed.
 */
export function stopAtBudget(current: () => Budget, elapsedMs: () => number): StopFn {
  return ({ asked, nodes, usage, answerValue }) => {
    const budget = current()
    if (budget.value !== undefined && answerValue !== null && answerValue >= budget.value) return 'value'
    if (budget.trials !== undefined && asked >= budget.trials) return 'trials'
    if (budget.nodes !== undefined && nodes >= budget.nodes) return 'nodes'
    if (budget.tokens !== undefined && usage.completionTokens >= budget.tokens) return 'tokens'
    if (budget.timeMs !== undefined && elapsedMs() >= budget.timeMs) return 'time'
    return null
  }
}

/** A budget with more of each kind; a kind without a limit stays without. */
export function extendBudget(budget: Budget, more: ExtendRequest): Budget {
  const { trials, nodes, tokens, timeMs, value } = budget
  return {
    ...(trials === undefined ? {} : { trials: trials + (more.trials ?? 0) }),
    ...(nodes === undefined ? {} : { nodes: nodes + (more.nodes ?? 0) }),
    ...(tokens === undefined ? {} : { tokens: tokens + (more.tokens ?? 0) }),
    ...(timeMs === undefined ? {} : { timeMs: timeMs + (more.timeMs ?? 0) }),
    ...(value === undefined ? {} : { value }),
  }
}
