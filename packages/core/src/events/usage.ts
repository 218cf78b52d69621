/** What a trial cost. All counts are at least 0 and add up. */
export interface Usage {
  /** Calls of a model. */
  readonly calls: number
  /** Tokens read. */
  readonly promptTokens: number
  /** Tokens written. */
  readonly completionTokens: number
  /** Money, where prices are known. */
  readonly costUsd?: number
}

export const NO_USAGE: Usage = { calls: 0, promptTokens: 0, completionTokens: 0 }

export function addUsage(a: Usage, b: Usage): Usage {
  const sum = {
    calls: a.calls + b.calls,
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
  }
  if (a.costUsd === undefined && b.costUsd === undefined) return sum
  return { ...sum, costUsd: (a.costUsd ?? 0) + (b.costUsd ?? 0) }
}

/** Whether something from outside is a {@link Usage}: one bad number would spoil every total after it. */
export function isUsage(value: unknown): value is Usage {
  if (typeof value !== 'object' || value === null) return false
  const { calls, promptTokens, completionTokens, costUsd } = value as Partial<Record<keyof Usage, unknown>>
  return (
    isAmount(calls) &&
    isAmount(promptTokens) &&
    isAmount(completionTokens) &&
    (costUsd === undefined || isAmount(costUsd))
  )
}

function isAmount(x: unknown): boolean {
  return typeof x === 'number' && x >= 0 && x < Number.POSITIVE_INFINITY
}
