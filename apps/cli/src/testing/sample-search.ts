import { parsePuzzle } from '@espalier/tasks'
import { untilSolved, type Budget } from '../run/budget.ts'
import type { RunReport } from '../run/record-run.ts'
import { runHere } from '../run/run-here.ts'
import { silentView, type SearchView } from '../view/search-view.ts'
import { openLegalSteps } from './legal-steps-model.ts'
import { memoryIo, type MemoryIo } from './memory-io.ts'

export interface SampleSearch {
  /** Default `4 9 10 13`. */
  readonly puzzle?: string
  /** Default 24. */
  readonly target?: number
  /** Default `mcts`. */
  readonly algorithm?: string
  /** Default 1. */
  readonly seed?: number
  /** Default 60 trials. */
  readonly budget?: Budget
  readonly concurrency?: number
  readonly logFile?: string
  readonly view?: SearchView
  readonly io?: MemoryIo
}

/** A whole search over legal steps. */
export async function sampleSearch(sample: SampleSearch = {}): Promise<RunReport> {
  const {
    puzzle = '4 9 10 13',
    target = 24,
    algorithm = 'mcts',
    seed = 1,
    budget = { trials: 60 },
    view = silentView,
  } = sample
  const search = {
    task: 'countdown',
    problem: { ...parsePuzzle(puzzle, target) },
    algorithm: { name: algorithm, options: {} },
    seed,
    budget: untilSolved(budget),
    concurrency: sample.concurrency ?? 1,
  }
  const { catalog } = await openLegalSteps()({ task: 'countdown' })
  const request = { search, ...(sample.logFile === undefined ? {} : { logFile: sample.logFile }) }
  return runHere(request, catalog, sample.io ?? memoryIo(), view)
}
