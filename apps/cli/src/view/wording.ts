import type { StopReason } from '@espalier/core'
import type { Budget } from '../run/budget.ts'

/** `1 trial`, `1,234 trials`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${withCommas(count)} ${count === 1 ? noun : plural}`
}

export function withCommas(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `350 ms`, `4.2 s`, `3 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`
}

/** Why a run without a solution ended. */
export function whyUnsolved(reason: StopReason, trials: number, budget: Budget | null): string {
  switch (reason) {
    case 'exhausted':
      return `search exhausted: nothing left to try after ${counted(trials, 'trial')}`
    case 'aborted':
      return `interrupted after ${counted(trials, 'trial')}, no solution so far`
    case 'time':
      return `no solution found within ${budget?.timeMs === undefined ? 'the time' : duration(budget.timeMs)}`
    case 'tokens':
      return `no solution found within ${budget?.tokens === undefined ? 'the tokens allowed' : counted(budget.tokens, 'token')}`
    default:
      return `no solution found within ${counted(trials, 'trial')}`
  }
}
