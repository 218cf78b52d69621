import { beam } from '@espalier/core'
import type { Host } from './job.ts'
import { runWithin, type Unit } from './run-within.ts'
import type { CompareTask } from './task.ts'

/** Problems that the cost is measured on. */
const PROBLEMS = 16
const CHILDREN = 2
/** More than any such beam costs. */
const AMPLE = 1_000_000

/**
 * What it costs to write and judge one step, in a unit: the mean of beams of one node and two steps on the first problems. Null if it was
 * called off. It says in an algorithm's terms what a budget pays for; budgets themselves are counted exactly.
 */
export async function stepCost(task: CompareTask, unit: Unit, host: Host): Promise<number | null> {
  let spent = 0
  let problems = 0
  for (const problem of task.problems.keys()) {
    if (problem === PROBLEMS) break
    const algorithm = beam({ width: 1, children: CHILDREN })
    const run = { task, problem, algorithm, seed: 0, unit, budgets: [AMPLE], concurrency: 1, ...host }
    const [standing] = (await runWithin(run)) ?? []
    if (standing === undefined) return null
    spent += standing[unit]
    problems++
  }
  return spent / (problems * task.steps * CHILDREN)
}
