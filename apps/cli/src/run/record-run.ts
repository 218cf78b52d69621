import type { Envelope, Json } from '@espalier/core'
import { createLogHash } from '@espalier/protocol'
import type { Io } from '../io.ts'
import { createLogWriter } from '../log/log-writer.ts'
import { createProgress, type SearchProgress } from '../view/progress.ts'
import type { SearchView } from '../view/search-view.ts'
import type { Outcome } from './outcome.ts'
import { summarise, type RunSummary } from './summary.ts'

/**
 * A search that runs somewhere: yields its events and returns what it came to. `signal` asks it to end with the best answer so far;
 * `clock` stands still while the view is drawn; `progress` is the fold of what it has yielded.
 */
export type RunSource = (
  signal: AbortSignal,
  clock: () => number,
  progress: SearchProgress,
) => AsyncGenerator<Envelope, Outcome, void>

export interface RunReport {
  readonly summary: RunSummary
  readonly progress: SearchProgress
}

/** Follows a search from its first event to the log on disk. An interrupt ends it with the best answer so far. */
export async function recordRun(
  source: RunSource,
  logFile: string | undefined,
  io: Io,
  view: SearchView,
): Promise<RunReport> {
  const log = logFile === undefined ? null : createLogWriter(logFile)
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
    const outcome = await consume(
      source(controller.signal, () => io.now() - viewMs, progress),
      take,
    )
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
  stream: AsyncGenerator<Envelope, Outcome, void>,
  take: (envelope: Envelope) => Promise<void>,
): Promise<Outcome> {
  for (;;) {
    const next = await stream.next()
    if (next.done === true) return next.value
    await take(next.value)
  }
}
