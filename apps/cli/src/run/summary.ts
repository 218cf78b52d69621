import type { Json } from '@espalier/core'
import { puzzleOf, type Outcome } from './outcome.ts'
import type { SearchProgress } from '../view/progress.ts'

/** What `--json` prints: of a run, and of the replay of its log the same. */
export interface RunSummary extends Omit<Outcome, 'treeHash'> {
  readonly problem: { readonly numbers: readonly number[]; readonly target: number }
  readonly algorithm: { readonly name: string; readonly params: Json }
  readonly seed: number
  /** Whether the answer meets the target exactly with every number used once, as the task's backend says. */
  readonly correct: boolean
  /** SHA-256 over the events. */
  readonly logHash: string
  /** Milliseconds from the start to the last event. */
  readonly elapsedMs: number
}

/** Throws for a progress without `search-start`, or of another problem than a Countdown puzzle. */
export function summarise(outcome: Outcome, progress: SearchProgress, logHash: string): RunSummary {
  const { start } = progress.fold
  const puzzle = puzzleOf(progress.fold)
  if (start === null || puzzle === null) throw new TypeError('summarise: not a search of a Countdown puzzle')
  const { answer, path, reason, value, trials, failures, rejected, nodes, events, usage } = outcome
  return {
    problem: { numbers: puzzle.numbers, target: puzzle.target },
    algorithm: start.policy,
    seed: start.seed,
    answer,
    correct: answer !== null,
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
