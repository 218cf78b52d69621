import { bestOfN, runSearch } from '@espalier/core'
import { countdownTokenizer } from '@espalier/models'
import type { CompareTask } from '../compare/task.ts'

/** Mean tokens of a sampled chain that reaches its end, one on each problem: the unit of the budgets. */
export async function chainCost(task: CompareTask, seed: number): Promise<number> {
  const tokenizer = countdownTokenizer()
  const { backend } = task
  const costs: number[] = []
  for (const problem of task.problems.keys()) {
    const { expand, dispose } = task.createExpand()
    const algorithm = bestOfN({ n: 1 })
    const describe = (): { problem: number; label: string } => ({ problem, label: String(problem) })
    const { path, state } = await runSearch({ problem, backend, algorithm, seed: seed + problem, expand, describe })
    dispose()
    if (backend.isTerminal(state)) costs.push(path.reduce((sum, label) => sum + tokenizer.encode(label)!.length, 0))
  }
  return costs.reduce((sum, cost) => sum + cost, 0) / costs.length
}
