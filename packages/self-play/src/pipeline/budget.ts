import { addUsage, checkNumber, NO_USAGE, type Usage } from '@espalier/core'
import type { CallStage, RecordEntry } from '../record/entry.ts'

/** What may be spent. What is absent has no limit. Checked before every call: those in flight come back and are kept. */
export interface Limits {
  /** Calls of roles, however many completions each brings. Never exceeded. Whole, at least 0. */
  readonly calls?: number
  /** Tokens written: no new call once so many were. Whole, at least 0. */
  readonly tokens?: number
  /** Money: no new call once so much was spent. At least 0. */
  readonly costUsd?: number
}

/** Limits of a run in all, over every time it was gone on with, and of its stages. */
export interface Budget extends Limits {
  readonly stages?: Readonly<Partial<Record<CallStage, Limits>>>
}

/** What was spent on calls. */
export interface Spent {
  readonly calls: number
  readonly usage: Usage
}

export const NOTHING_SPENT: Spent = { calls: 0, usage: NO_USAGE }

/** Keeps count of what was spent, and says when there is no more. */
export interface Purse {
  /** Why a call of this stage cannot be paid for; null if it can. */
  refusal(stage: CallStage): string | null
  /** A call goes out. */
  begin(stage: CallStage): void
  /** What a call cost. */
  pay(stage: CallStage, usage: Usage): void
  spent(stage: CallStage | 'all'): Spent
}

/** Checks the limits; `recorded`: what was paid for earlier counts too. */
export function createPurse(budget: Budget, recorded: readonly RecordEntry[]): Purse {
  checkLimits('budget', budget)
  for (const [stage, limits] of Object.entries(budget.stages ?? {})) checkLimits(`budget.stages.${stage}`, limits)
  const spent = new Map<CallStage | 'all', Spent>()
  const add = (stage: CallStage, calls: number, usage: Usage): void => {
    for (const name of ['all', stage] as const) {
      const before = spent.get(name) ?? NOTHING_SPENT
      spent.set(name, { calls: before.calls + calls, usage: addUsage(before.usage, usage) })
    }
  }
  for (const { stage, usage } of recorded) add(stage, 1, usage)
  const of = (stage: CallStage | 'all'): Spent => spent.get(stage) ?? NOTHING_SPENT
  return {
    refusal: (stage) => exceeded(budget, of('all'), 'run') ?? exceeded(budget.stages?.[stage] ?? {}, of(stage), stage),
    begin: (stage) => add(stage, 1, NO_USAGE),
    pay: (stage, usage) => add(stage, 0, usage),
    spent: of,
  }
}

function exceeded({ calls, tokens, costUsd }: Limits, spent: Spent, whose: string): string | null {
  if (calls !== undefined && spent.calls >= calls) return `${whose}: ${calls} calls`
  if (tokens !== undefined && spent.usage.completionTokens >= tokens) return `${whose}: ${tokens} tokens`
  if (costUsd !== undefined && (spent.usage.costUsd ?? 0) >= costUsd) return `${whose}: $${costUsd}`
  return null
}

function checkLimits(where: string, { calls, tokens, costUsd }: Limits): void {
  if (calls !== undefined) checkNumber(`${where}.calls`, calls, { min: 0, integer: true })
  if (tokens !== undefined) checkNumber(`${where}.tokens`, tokens, { min: 0, integer: true })
  if (costUsd !== undefined) checkNumber(`${where}.costUsd`, costUsd, { min: 0 })
}
