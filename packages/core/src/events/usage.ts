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
