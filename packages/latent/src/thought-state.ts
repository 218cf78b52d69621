import type { ThoughtStep } from './thought-step.ts'

/**
 * A place in a line of thought: how it was come to, not what it holds. Vectors, keys and values are kept elsewhere (`thoughtPool`) and made
 * again when needed, so a state is small and never goes stale.
 */
export interface ThoughtState<Problem> {
  readonly problem: Problem
  /** Null at the root, whose thought is the first one. */
  readonly parent: ThoughtState<Problem> | null
  readonly step: ThoughtStep | null
  /** What the thoughts so far were read as, the start included. */
  readonly line: readonly number[]
}
