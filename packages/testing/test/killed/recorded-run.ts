import { createCatalog, planOf, prepareRun } from '@espalier/catalog'
import { createPreset, type ExpandFn, type ResumeOptions, type RunOptions } from '@espalier/core'
import {
  embeddedThoughts,
  graphThoughts,
  parseLabel,
  thoughtBackend,
  thoughtExpand,
  thoughtPool,
  type PlacedStep,
  type ThoughtState,
} from '@espalier/latent'
import { createProsqaModel, untrainedProsqa } from '@espalier/models'
import { formatQuestion, generateGraphs, type GraphQuestion } from '@espalier/tasks'
import { scriptedExpand } from '../../src/scripted-expand.ts'
import { digitSum, type DigitProblem } from '../../src/toys/digit-sum.ts'
import { stepNamed } from '../../src/toys/toy.ts'

/** Trials in flight at once; their results are told in order. */
export const CONCURRENCY = 3
export const TRIALS = 120

const toy = digitSum({ length: 5, digits: 4, secret: 3 })
const luck = { failures: 0.1, garbage: 0.05, shortages: 0.2, bornWithValue: 0.2, extras: 0.3, rewards: 0.1 }

type RecordedRun = ResumeOptions<unknown, unknown, unknown> & {
  readonly expand: ExpandFn<unknown, unknown>
} & Pick<RunOptions<unknown, unknown, unknown>, 'concurrency' | 'ordered'>

/** Thoughts that are drawn and refined, which no model of the catalog has. */
const DRAWN = 'drawn and refined thoughts'
/** Searches over thoughts, by the name of their model as a rule: the vectors of a log that goes on are made again. */
export const OVER_THOUGHTS = ['prosqa-latent', 'prosqa-mixed', DRAWN] as const

/** The options of a run whose outcomes are recorded: each follows from its trial alone. `name`: of a preset, or of a search over thoughts. */
export function runOptionsOf(name: string): RecordedRun {
  if (name === DRAWN) return overDrawnThoughts()
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

function overDrawnThoughts(): RecordedRun {
  const problem = generateGraphs('tiny', 1, 9)[0]!.question
  const model = embeddedThoughts(createProsqaModel(untrainedProsqa()))
  const task = graphThoughts()
  const backend = thoughtBackend(task)
  const operators = (['gaussian', 'dropout', 'gumbel', 'dirichlet', 'refine'] as const).map((operator) => ({
    operator,
  }))
  const options: ResumeOptions<GraphQuestion, ThoughtState<GraphQuestion>, PlacedStep> = {
    problem,
    backend,
    algorithm: createPreset('mcts', { children: 5 }),
    seed: 11,
    describe: (question) => ({ problem: { question: formatQuestion(question) }, label: 'question' }),
    parse: (state, label) => parseLabel(task, state, label),
  }
  const expand = thoughtExpand({ model, task, backend, pool: thoughtPool(model, task), operators })
  return { ...(options as unknown as RecordedRun), expand: expand as never, concurrency: CONCURRENCY, ordered: true }
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
