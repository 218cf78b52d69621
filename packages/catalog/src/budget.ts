import type { Extension, StopFn } from '@espalier/core'
import type { Budget } from '@espalier/protocol'

/**
 * Stops when the budget is spent, with all that the search was extended by. `elapsedMs`: milliseconds of work so far, which the
 * driver's clock does not know of a search that was paused or resumed.
 */
export function stopAtBudget(budget: Budget, elapsedMs: () => number): StopFn {
  const { trials, nodes, tokens, timeMs, value } = budget
  return ({ asked, nodes: size, usage, answerValue, extended }) => {
    if (value !== undefined && answerValue !== null && answerValue >= value) return 'value'
    if (trials !== undefined && asked >= trials + extended.trials) return 'trials'
    if (nodes !== undefined && size >= nodes + extended.nodes) return 'nodes'
    if (tokens !== undefined && usage.completionTokens >= tokens + extended.tokens) return 'tokens'
    if (timeMs !== undefined && elapsedMs() >= timeMs + extended.timeMs) return 'time'
    return null
  }
}

/** A budget with more of each kind; a kind without a limit stays without. */
export function extendBudget(budget: Budget, more: Extension): Budget {
  const { trials, nodes, tokens, timeMs, value } = budget
  return {
    ...(trials === undefined ? {} : { trials: trials + (more.trials ?? 0) }),
    ...(nodes === undefined ? {} : { nodes: nodes + (more.nodes ?? 0) }),
    ...(tokens === undefined ? {} : { tokens: tokens + (more.tokens ?? 0) }),
    ...(timeMs === undefined ? {} : { timeMs: timeMs + (more.timeMs ?? 0) }),
    ...(value === undefined ? {} : { value }),
  }
}
