import { concludeSearch, logOutcome, OTHER_TASK, outcomeFault, recogniseSearch } from '@espalier/catalog'
import { isSearchError, pathLabels, type Fold, type Json } from '@espalier/core'
import { isModelError } from '@espalier/models'
import type { Conclusion, LogEnd } from '@espalier/protocol'
import { readLog } from '../log/log-reader.ts'
import { LogError } from '../log/log-error.ts'
import { createProgress, type SearchProgress } from '../view/progress.ts'
import { WEIGHTLESS, type CatalogRequest, type OpenCatalogFn } from './open-catalog.ts'
import type { Outcome } from './outcome.ts'
import { summarise, type RunSummary } from './summary.ts'

export interface ReplayReport {
  readonly summary: RunSummary
  readonly progress: SearchProgress
}

/**
 * Folds a log and proves it: what the fold comes to must be what the run said at its end, to the hash of every node. Throws a LogError
 * that names the line of whatever is wrong. That takes the rules of the tasks; a model is opened only for a line that ends unproven.
 */
export async function replayLog(file: string, openCatalog: OpenCatalogFn): Promise<ReplayReport> {
  const progress = createProgress()
  const end = await foldLog(file, progress)
  const outcome = provenOutcome(file, progress, end)
  const conclusion = await conclusionOf(progress.fold, end, openCatalog)
  return { summary: summarise(outcome, progress, end.trailer.hash, conclusion), progress }
}

async function foldLog(file: string, progress: SearchProgress): Promise<LogEnd> {
  const log = readLog(file)
  for (;;) {
    const next = await log.next()
    if (next.done === true) return next.value
    const { line, envelope } = next.value
    try {
      progress.apply(envelope)
    } catch (error) {
      if (isSearchError(error)) throw new LogError(file, line, error.message, { cause: error })
      throw error
    }
    const { event } = envelope
    if (event.type === 'search-start' && recogniseSearch(event, WEIGHTLESS) === null) {
      throw new LogError(file, line, 'a start that is out of range')
    }
  }
}

function provenOutcome(file: string, { fold }: SearchProgress, { line, trailer }: LogEnd): Outcome {
  const found = logOutcome(fold, WEIGHTLESS)
  if (found === null) throw new LogError(file, line, 'the log has an end, but the search in it has none')
  const fault = outcomeFault(trailer.outcome, found, recogniseSearch(fold.start!, WEIGHTLESS)!.spec.task)
  if (fault === null) return found
  throw new LogError(file, line, fault)
}

/**
 * Whether the read-out agrees with what is not proven, only the model says: without its checkpoint it stays unverified. So does what the run said was the
 * answer to a problem of no known task.
 */
async function conclusionOf(
  fold: Fold,
  { spec: said, trailer }: LogEnd,
  openCatalog: OpenCatalogFn,
): Promise<Conclusion | null> {
  const { spec } = recogniseSearch(fold.start!, WEIGHTLESS, said)!
  if (spec.task === OTHER_TASK) return saidAnswer(fold, trailer.outcome)
  const conclusion = await concludeSearch(fold, spec, WEIGHTLESS)
  if (conclusion?.standing !== 'unverified' || said === null) return conclusion
  try {
    const { catalog } = await openCatalog({ task: spec.task as CatalogRequest['task'], model: spec.model })
    return await concludeSearch(fold, spec, catalog)
  } catch (error) {
    if (isModelError(error)) return conclusion
    throw error
  }
}

function saidAnswer(fold: Fold, outcome: Json): Conclusion | null {
  const answer = typeof outcome === 'object' && outcome !== null && 'answer' in outcome ? outcome.answer : null
  if (typeof answer !== 'string') return null
  return { answer, statements: pathLabels(fold.tree, fold.end!.node), standing: 'unverified' }
}
