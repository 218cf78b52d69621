import { createCatalog, planOf, prepareRun } from '@espalier/catalog'
import { createPreset, type ExpandFn, type ResumeOptions, type RunOptions } from '@espalier/core'
import { formatQuestion, generateGraphs } from '@espalier/tasks'
import { scriptedExpand } from '../../src/scripted-expand.ts'
import { digitSum, type DigitProblem } from '../../src/toys/digit-sum.ts'
import { stepNamed } from '../../src/toys/toy.ts'
import { untrainedProsqa } from '@espalier/models'

/** Trials in flight at once; their results are told in order. */
export const CONCURRENCY = 3
export const TRIALS = 120

const toy = digitSum({ length: 5, digits: 4, secret: 3 })
const luck = { failures: 0.1, garbage: 0.05, shortages: 0.2, bornWithValue: 0.2, extras: 0.3, rewards: 0.1 }

type RecordedRun = ResumeOptions<unknown, unknown, unknown> & {
  readonly expand: ExpandFn<unknown, unknown>
} & Pick<RunOptions<unknown, unknown, unknown>, 'concurrency' | 'ordered'>

/** Searches over thoughts by the name of their model: the vectors of a log that goes on are made again. */
export const OVER_THOUGHTS = ['prosqa-latent', 'prosqa-mixed'] as const

/** The options of a run whose outcomes are recorded: each follows from its trial alone. `name`: of a preset, or of a model of thoughts. */
export function runOptionsOf(name: string): RecordedRun {
  if (OVER_THOUGHTS.some((model) => model === name)) return overThoughts(name)
  const { problem, backend } = toy
  const options: ResumeOptions<DigitProblem, string, number> & { readonly expand: ExpandFn<string, number> } = {
    problem,
    backend,
    algorithm: createPreset(name),
    seed: 11,
    describe: (given) => ({ problem: { ...given }, label: 'digits' }),
    parse: (state, label) => stepNamed(toy, state, label),
    expand: scriptedExpand(toy, luck),
  }
  return { ...(options as unknown as RecordedRun), concurrency: CONCURRENCY, ordered: true }
}

function overThoughts(model: string): RecordedRun {
  const catalog = createCatalog({ checkpoints: { prosqa: untrainedProsqa() } })
  const plan = planOf(
    {
      name: 'search',
      task: 'prosqa',
      problem: { question: formatQuestion(generateGraphs('tiny', 1, 9)[0]!.question) },
      model,
      algorithm: { name: 'mcts', options: {} },
      budget: {},
      seed: 11,
      concurrency: CONCURRENCY,
    },
    catalog,
  )
  const { task } = plan
  const { resume: _, stop: __, ...options } = prepareRun(plan, [], { budget: {}, elapsedMs: () => 0 }).options
  return { ...(options as unknown as RecordedRun), parse: (state, label) => task.parse(state, label), ordered: true }
}
