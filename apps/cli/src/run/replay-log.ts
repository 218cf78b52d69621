import { isSearchError } from '@espalier/core'
import type { LogEnd } from '@espalier/protocol'
import { isTaskError } from '@espalier/tasks'
import { readLog } from '../log/log-reader.ts'
import { LogError } from '../log/log-error.ts'
import { createProgress, type SearchProgress } from '../view/progress.ts'
import { outcomeDifference, outcomeOfFold, puzzleOf, type Outcome } from './outcome.ts'
import { summarise, type RunSummary } from './summary.ts'

export interface ReplayReport {
  readonly summary: RunSummary
  readonly progress: SearchProgress
}

/**
 * Folds a log and proves it: what the fold comes to must be what the run said at its end, to the hash of every node. Throws a LogError
 * that names the line of whatever is wrong.
 */
export async function replayLog(file: string): Promise<ReplayReport> {
  const progress = createProgress()
  const end = await foldLog(file, progress)
  const outcome = provenOutcome(file, progress, end)
  return { summary: summarise(outcome, progress, end.trailer.hash), progress }
}

async function foldLog(file: string, progress: SearchProgress): Promise<LogEnd> {
  const log = readLog(file)
  for (;;) {
    const next = await log.next()
    if (next.done === true) return next.value
    const { line, envelope } = next.value
    try {
      progress.apply(envelope)
      if (envelope.event.type === 'search-start' && puzzleOf(progress.fold) === null) {
        throw new LogError(file, line, 'not the log of a Countdown puzzle')
      }
    } catch (error) {
      if (isSearchError(error) || isTaskError(error)) throw new LogError(file, line, error.message, { cause: error })
      throw error
    }
  }
}

function provenOutcome(file: string, progress: SearchProgress, { line, trailer }: LogEnd): Outcome {
  const found = outcomeOfFold(progress.fold)
  if (found === null) throw new LogError(file, line, 'the log has an end, but the search in it has none')
  const field = outcomeDifference(trailer.outcome, found)
  if (field === null) return found
  const said = (trailer.outcome as Readonly<Record<string, unknown>> | null)?.[field]
  throw new LogError(file, line, `${field}: the run said ${shorten(said)}, the fold comes to ${shorten(found[field])}`)
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
