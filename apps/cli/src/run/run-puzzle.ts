import { streamSearch, type Preset } from '@espalier/core'
import { countdownBackend, type CountdownPuzzle } from '@espalier/tasks'
import type { Io } from '../io.ts'
import type { SearchView } from '../view/search-view.ts'
import { stopAt, type Budget } from './budget.ts'
import type { CountdownExpandFn } from './open-model.ts'
import { describePuzzle, outcomeOfResult } from './outcome.ts'
import { recordRun, type RunReport, type RunSource } from './record-run.ts'

export interface RunRequest {
  readonly puzzle: CountdownPuzzle
  readonly algorithm: Preset
  /** Whole, in [0, 2^32). */
  readonly seed: number
  readonly budget: Budget
  /** Trials in flight at once. Default 1. */
  readonly concurrency?: number
  /** Where to write the log. Default: nowhere. */
  readonly logFile?: string
}

/** Runs one search in this process. */
export function runPuzzle(
  request: RunRequest,
  expand: CountdownExpandFn,
  io: Io,
  view: SearchView,
): Promise<RunReport> {
  const source: RunSource = async function* (signal, clock) {
    const stream = streamSearch({
      problem: request.puzzle,
      backend: countdownBackend(),
      algorithm: request.algorithm,
      seed: request.seed,
      concurrency: request.concurrency ?? 1,
      expand,
      stop: stopAt(request.budget),
      signal,
      describe: describePuzzle,
      clock,
      breathe: () => io.sleep(0),
    })
    for (;;) {
      const next = await stream.next()
      if (next.done === true) return outcomeOfResult(next.value)
      const { at, event } = next.value
      yield { at: Math.round(at * 1000) / 1000, event }
    }
  }
  return recordRun(source, request.logFile, io, view)
}
