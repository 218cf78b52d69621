import { createCatalog, logOutcome, outcomeFault } from '@espalier/catalog'
import { isSearchError } from '@espalier/core'
import type { LogEnd } from '@espalier/protocol'
import { isTaskError } from '@espalier/tasks'
import { readLog } from '../log/log-reader.ts'
import { LogError } from '../log/log-error.ts'
import { createProgress, type SearchProgress } from '../view/progress.ts'
import { puzzleOf, type Outcome } from './outcome.ts'
import { summarise, type RunSummary } from './summary.ts'

/** Reading needs the rules of the tasks, and no model. */
const CATALOG = createCatalog()

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
  const found = logOutcome(progress.fold, CATALOG)
  if (found === null) throw new LogError(file, line, 'the log has an end, but the search in it has none')
  const fault = outcomeFault(trailer.outcome, found)
  if (fault === null) return found
  throw new LogError(file, line, fault)
}
