import { recogniseSearch } from '@espalier/catalog'
import type { Json } from '@espalier/core'
import type { Conclusion } from '@espalier/protocol'
import type { SearchProgress } from '../view/progress.ts'
import { WEIGHTLESS } from './open-catalog.ts'
import type { Outcome } from './outcome.ts'

/** What `--json` prints: of a run, and of the replay of its log the same. */
export interface RunSummary extends Omit<Outcome, 'treeHash'> {
  /** As the task has it: `{ numbers, target }`, `{ question }`, … */
  readonly problem: Json
  readonly algorithm: { readonly name: string; readonly params: Json }
  readonly seed: number
  /** Whether there is an answer, which the task's exact verifier has proven. */
  readonly correct: boolean
  /** What a line of thought comes to, and how well that stands; absent in tasks where a finished line is right or none. */
  readonly conclusion?: Conclusion
  /** SHA-256 over the events. */
  readonly logHash: string
  /** Milliseconds from the start to the last event. */
  readonly elapsedMs: number
}

/** Throws for a progress without `search-start`, or with one that is out of range. */
export function summarise(
  outcome: Outcome,
  progress: SearchProgress,
  logHash: string,
  conclusion: Conclusion | null,
): RunSummary {
  const { start } = progress.fold
  const recognised = start === null ? null : recogniseSearch(start, WEIGHTLESS)
  if (start === null || recognised === null) throw new TypeError('summarise: not a search with a start')
  const { answer, path, reason, value, trials, failures, rejected, nodes, events, usage } = outcome
  return {
    problem: recognised.spec.problem,
    algorithm: start.policy,
    seed: start.seed,
    answer,
    correct: answer !== null && (conclusion === null || conclusion.standing === 'verified'),
    ...(conclusion === null ? {} : { conclusion }),
    path,
    reason,
    value,
    trials,
    failures,
    rejected,
    nodes,
    events,
    logHash,
    usage,
    elapsedMs: progress.elapsedMs,
  }
}
