import { SearchError, checkNumber } from '../errors.ts'
import type { StopReason } from '../events/event.ts'
import type { Usage } from '../events/usage.ts'
import type { Extension } from '../events/steer-action.ts'
import type { NodeId, TreeView } from '../tree/tree.ts'

/** What a stop condition sees, before each ask: a live view, so read it rather than keep it. */
export interface Progress {
  /** Trials handed out so far, those in flight included. */
  readonly asked: number
  readonly succeeded: number
  readonly failed: number
  readonly inFlight: number
  readonly nodes: number
  readonly usage: Usage
  /** Value of the best answer so far; null without one. */
  readonly answerValue: number | null
  /** Milliseconds since the start by the driver's clock; null if it was given none. */
  readonly elapsedMs: number | null
  /** What people added to the budget while the search ran. */
  readonly extended: Required<Extension>
  /** Node that the search has committed to: the tree's root, unless it was re-rooted. */
  readonly root: NodeId
  readonly tree: TreeView
}

/** Says why to stop, or null to go on. Checked before every ask, so no new trial exceeds a budget. Budgets grow by `extend`. */
export type StopFn = (progress: Progress) => StopReason | null

/** At most `n` trials. */
export function maxTrials(n: number): StopFn {
  checkNumber('maxTrials', n, { min: 0, integer: true })
  return (progress) => (progress.asked >= n + progress.extended.trials ? 'trials' : null)
}

/** No new trial once the tree has `n` nodes. */
export function maxNodes(n: number): StopFn {
  checkNumber('maxNodes', n, { min: 1, integer: true })
  return (progress) => (progress.nodes >= n + progress.extended.nodes ? 'nodes' : null)
}

/** No new trial once `n` tokens were written by models. */
export function maxTokens(n: number): StopFn {
  checkNumber('maxTokens', n, { min: 0, integer: true })
  return (progress) => (progress.usage.completionTokens >= n + progress.extended.tokens ? 'tokens' : null)
}

/** No new trial once this much money was spent. */
export function maxCost(usd: number): StopFn {
  checkNumber('maxCost', usd, { min: 0 })
  return (progress) => ((progress.usage.costUsd ?? 0) >= usd + progress.extended.costUsd ? 'cost' : null)
}

/** No new trial after `ms` milliseconds, and those in flight are called off. Needs the driver's `clock`. */
export function maxMs(ms: number): StopFn {
  checkNumber('maxMs', ms, { min: 0 })
  return (progress) => {
    const { elapsedMs } = progress
    if (elapsedMs === null) throw new SearchError('INVALID_OPTIONS', 'maxMs: the driver has no clock; pass `clock`')
    return elapsedMs >= ms + progress.extended.timeMs ? 'time' : null
  }
}

/** Stops at an answer with at least this value. */
export function untilValue(value: number): StopFn {
  checkNumber('untilValue', value, { min: Number.MIN_SAFE_INTEGER })
  return (progress) => (progress.answerValue !== null && progress.answerValue >= value ? 'value' : null)
}

/** Gives up after `n` failed trials. */
export function maxFailures(n: number): StopFn {
  checkNumber('maxFailures', n, { min: 1, integer: true })
  return (progress) => (progress.failed >= n ? 'failures' : null)
}

/** Stops when the first of the conditions does. A chain rather than a list: each link calls two functions, always the same. */
export function anyOf(...conditions: readonly StopFn[]): StopFn {
  const [first, ...rest] = conditions
  if (first === undefined) return () => null
  if (rest.length === 0) return first
  const others = anyOf(...rest)
  return (progress) => first(progress) ?? others(progress)
}

/** Stops when all of the conditions do; the reason is the last one's. */
export function allOf(...conditions: readonly StopFn[]): StopFn {
  return (progress) => {
    let reason: StopReason | null = null
    for (const condition of conditions) {
      reason = condition(progress)
      if (reason === null) return null
    }
    return reason
  }
}

/** Whether results still in flight are waited for (a budget is spent) or called off (nobody needs them). */
export function waitsForResults(reason: StopReason): boolean {
  return reason === 'trials' || reason === 'nodes' || reason === 'tokens' || reason === 'cost'
}
