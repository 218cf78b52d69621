/** Child process of the evaluation: runs one method on a share of the puzzles and sends the runs back. */
import { createCountdownModel } from '@espalier/models'
import { readCountdownCheckpoint } from '@espalier/models/node'
import type { CountdownPuzzle } from '@espalier/tasks'
import { runMethod, type Method, type Run } from './methods.ts'

export interface Job {
  readonly method: Method
  readonly puzzles: readonly CountdownPuzzle[]
  readonly tokens: number
  readonly seed: number
}

const path = process.argv[2]
const model = createCountdownModel(await readCountdownCheckpoint(path === '' ? undefined : path))

process.on('message', (job: Job) => {
  void run(job).then((runs) => process.send!(runs))
})

async function run({ method, puzzles, tokens, seed }: Job): Promise<Run[]> {
  const runs: Run[] = []
  for (const [i, puzzle] of puzzles.entries()) runs.push(await runMethod(model, method, puzzle, tokens, seed + i))
  return runs
}
