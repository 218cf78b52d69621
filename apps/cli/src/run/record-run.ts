import type { Envelope, FoldView, Json } from '@espalier/core'
import { createLogHash, createSealChain, type Conclusion, type KeptDetail, type SearchSpec } from '@espalier/protocol'
import type { Io } from '../io.ts'
import { createDetailWriter } from '../log/detail-file.ts'
import { createLogWriter } from '../log/log-writer.ts'
import { createProgress, type SearchProgress } from '../view/progress.ts'
import type { SearchView } from '../view/search-view.ts'
import type { Outcome } from './outcome.ts'
import { summarise, type RunSummary } from './summary.ts'

/**
 * A search that runs somewhere: yields its events and returns what it came to. `signal` asks it to end with the best answer so far;
 * `clock` stands still while the view is drawn; `progress` is the fold of what it has yielded; `onDetail` takes what the trial of the next event left to look at.
 */
export type RunSource = (
  signal: AbortSignal,
  clock: () => number,
  progress: SearchProgress,
  onDetail: (detail: KeptDetail) => void,
) => AsyncGenerator<Envelope, Outcome, void>

/** What a run is kept and shown with. */
export interface RunRecord {
  readonly spec: SearchSpec
  /** Where to write the log; undefined: nowhere. */
  readonly logFile: string | undefined
  /** What to seal it with; absent: it is not sealed. */
  readonly salt?: string | undefined
  /** What the recommended line comes to, for tasks that say so. */
  readonly conclude: (fold: FoldView) => Promise<Conclusion | null>
}

export interface RunReport {
  readonly summary: RunSummary
  readonly progress: SearchProgress
  /** Over all of its events; null for a run that is not sealed. */
  readonly seal: string | null
}

/** Follows a search from its first event to the log on disk. An interrupt ends it with the best answer so far. */
export async function recordRun(
  source: RunSource,
  { spec, logFile, salt, conclude }: RunRecord,
  io: Io,
  view: SearchView,
): Promise<RunReport> {
  const log = logFile === undefined ? null : createLogWriter(logFile, spec, salt)
  const details = logFile === undefined ? null : createDetailWriter(logFile)
  const controller = new AbortController()
  const stopListening = io.onInterrupt(() => controller.abort())
  const progress = createProgress()
  const hash = createLogHash()
  const chain = salt === undefined ? null : createSealChain(salt)
  let viewMs = 0
  const take = async (envelope: Envelope): Promise<void> => {
    progress.apply(envelope)
    hash.add(envelope.event)
    chain?.add(envelope.event)
    log?.append(envelope)
    const before = io.now()
    await view.update(progress, envelope.event)
    viewMs += io.now() - before
  }
  try {
    const outcome = await consume(
      source(
        controller.signal,
        () => io.now() - viewMs,
        progress,
        (detail) => details?.append(detail),
      ),
      take,
    )
    const logHash = hash.digest()
    log?.finish(outcome as unknown as Json)
    details?.finish(logHash)
    view.end(progress)
    const conclusion = await conclude(progress.fold)
    return { summary: summarise(outcome, progress, logHash, conclusion), progress, seal: chain?.seal() ?? null }
  } finally {
    stopListening()
    log?.discard()
    details?.discard()
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
