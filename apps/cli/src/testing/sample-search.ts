import { createPreset } from '@espalier/core'
import { parsePuzzle } from '@espalier/tasks'
import type { Budget } from '../run/budget.ts'
import type { RunReport } from '../run/record-run.ts'
import { runPuzzle } from '../run/run-puzzle.ts'
import { silentView, type SearchView } from '../view/search-view.ts'
import { expandLegalSteps } from './legal-steps-model.ts'
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
export function sampleSearch(sample: SampleSearch = {}): Promise<RunReport> {
  const {
    puzzle = '4 9 10 13',
    target = 24,
    algorithm = 'mcts',
    seed = 1,
    budget = { trials: 60 },
    view = silentView,
  } = sample
  const request = {
    puzzle: parsePuzzle(puzzle, target),
    algorithm: createPreset(algorithm),
    seed,
    budget,
    concurrency: sample.concurrency ?? 1,
    ...(sample.logFile === undefined ? {} : { logFile: sample.logFile }),
  }
  return runPuzzle(request, expandLegalSteps, sample.io ?? memoryIo(), view)
}
