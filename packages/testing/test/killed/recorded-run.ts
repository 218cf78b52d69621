import { createPreset, type ExpandFn, type ResumeOptions, type RunOptions } from '@espalier/core'
import { scriptedExpand } from '../../src/scripted-expand.ts'
import { digitSum, type DigitProblem } from '../../src/toys/digit-sum.ts'
import { stepNamed } from '../../src/toys/toy.ts'

/** Trials in flight at once; their results are told in order. */
export const CONCURRENCY = 3
export const TRIALS = 120

const toy = digitSum({ length: 5, digits: 4, secret: 3 })
const luck = { failures: 0.1, garbage: 0.05, shortages: 0.2, bornWithValue: 0.2, extras: 0.3, rewards: 0.1 }

/** The options of a run whose outcomes are recorded: each follows from its trial alone. */
export function runOptionsOf(preset: string): ResumeOptions<DigitProblem, string, number> & {
  readonly expand: ExpandFn<string, number>
} & Pick<RunOptions<DigitProblem, string, number>, 'concurrency' | 'ordered'> {
  return {
    problem: toy.problem,
    backend: toy.backend,
    algorithm: createPreset(preset),
    seed: 11,
    describe: (problem) => ({ problem: { ...problem }, label: 'digits' }),
    parse: (state, label) => stepNamed(toy, state, label),
    expand: scriptedExpand(toy, luck),
    concurrency: CONCURRENCY,
    ordered: true,
  }
}
