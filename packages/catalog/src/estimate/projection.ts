import type { Budget, SearchInfo } from '@espalier/protocol'

/** What a search would have taken under another budget. */
export interface Projection {
  /** Infinity where neither the search nor the budget would have ended it. */
  readonly trials: number
  readonly calls: number
  readonly promptTokens: number
  readonly completionTokens: number
  readonly timeMs: number
}

/** The earlier search, at its own rates, for so many trials. */
function taking({ trials: all, usage, elapsedMs }: SearchInfo, trials: number): Projection {
  // Nothing a trial stays nothing, however many there are.
  const share = (total: number): number => (total === 0 ? 0 : (total / all) * trials)
  return {
    trials,
    calls: share(usage.calls),
    promptTokens: share(usage.promptTokens),
    completionTokens: share(usage.completionTokens),
    timeMs: share(elapsedMs),
  }
}

/** Trials after which a budget is spent at the rates of an earlier search. */
function trialsAllowed({ trials: all, nodes, usage, elapsedMs }: SearchInfo, budget: Budget): number {
  const until = (limit: number | undefined, total: number): number =>
    limit === undefined || total === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil((limit * all) / total))
  return Math.min(
    budget.trials ?? Number.POSITIVE_INFINITY,
    until(budget.nodes, nodes),
    until(budget.tokens, usage.completionTokens),
    until(budget.timeMs, elapsedMs),
  )
}

/** Whether an earlier search would have ended where it did, whatever its budget: it found what is wanted, or there was no more to find. */
function endsByItself({ reason, value }: SearchInfo, wanted: number | undefined): boolean {
  return reason === 'exhausted' || (reason === 'value' && wanted !== undefined && (value ?? 0) >= wanted)
}

/** An earlier search run again under `budget`. One that a budget or somebody cut short would have gone on for as long as it was let. */
export function project(search: SearchInfo, budget: Budget): Projection {
  const allowed = trialsAllowed(search, budget)
  return taking(search, endsByItself(search, budget.value) ? Math.min(search.trials, allowed) : allowed)
}

/** The least and the most that a search can take at the rates of an earlier one: a single trial, and the whole budget. */
export function extremes(search: SearchInfo, budget: Budget): readonly [Projection, Projection] {
  return [taking(search, 1), taking(search, trialsAllowed(search, budget))]
}
