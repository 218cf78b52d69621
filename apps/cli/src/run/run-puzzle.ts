import { streamSearch, type Envelope, type Json, type Preset, type SearchResult } from '@espalier/core'
import { createLogHash } from '@espalier/protocol'
import { countdownBackend, type CountdownPuzzle, type CountdownState } from '@espalier/tasks'
import type { Io } from '../io.ts'
import { createLogWriter } from '../log/log-writer.ts'
import { createProgress, type SearchProgress } from '../view/progress.ts'
import type { SearchView } from '../view/search-view.ts'
import { stopAt, type Budget } from './budget.ts'
import type { CountdownExpandFn } from './open-model.ts'
import { describePuzzle, outcomeOfResult } from './outcome.ts'
import { summarise, type RunSummary } from './summary.ts'

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

export interface RunReport {
  readonly summary: RunSummary
  readonly progress: SearchProgress
}

/** Runs one search from its first event to the log on disk. An interrupt ends it with the best answer so far. */
export async function runPuzzle(
  request: RunRequest,
  expand: CountdownExpandFn,
  io: Io,
  view: SearchView,
): Promise<RunReport> {
  const log = request.logFile === undefined ? null : createLogWriter(request.logFile)
  const controller = new AbortController()
  const stopListening = io.onInterrupt(() => controller.abort())
  const progress = createProgress()
  const hash = createLogHash()
  let viewMs = 0
  const take = async (envelope: Envelope): Promise<void> => {
    progress.apply(envelope)
    hash.add(envelope.event)
    log?.append(envelope)
    const before = io.now()
    await view.update(progress, envelope.event)
    viewMs += io.now() - before
  }
  try {
    const stream = streamSearch({
      problem: request.puzzle,
      backend: countdownBackend(),
      algorithm: request.algorithm,
      seed: request.seed,
      concurrency: request.concurrency ?? 1,
      expand,
      stop: stopAt(request.budget),
      signal: controller.signal,
      describe: describePuzzle,
      clock: () => io.now() - viewMs,
      breathe: () => io.sleep(0),
    })
    const outcome = outcomeOfResult(await consume(stream, take))
    const logHash = hash.digest()
    log?.finish(outcome as unknown as Json)
    view.end(progress)
    return { summary: summarise(outcome, progress, logHash), progress }
  } finally {
    stopListening()
    log?.discard()
    view.close()
  }
}

async function consume(
  stream: AsyncGenerator<Envelope, SearchResult<CountdownState>, void>,
  take: (envelope: Envelope) => Promise<void>,
): Promise<SearchResult<CountdownState>> {
  for (;;) {
    const next = await stream.next()
    if (next.done === true) return next.value
    const { at, event } = next.value
    await take({ at: Math.round(at * 1000) / 1000, event })
  }
}
