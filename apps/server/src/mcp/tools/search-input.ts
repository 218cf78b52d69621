import * as z from 'zod'
import { fillRequest, problemIn, modelNamed, type Catalog } from '@espalier/catalog'
import { budgetSchema, jsonSchema, traceLevelSchema, type SearchRequest, type SearchSpec } from '@espalier/protocol'
import { withinLimits, type Limits } from '../../searches/limits.ts'
import { ServiceError } from '../../searches/service-error.ts'

/** The official clients give up after a minute where nothing else is said. */
const DEFAULT_TIME_MS = 50_000

/** What a search is asked with. */
export const searchInput = {
  question: z
    .string()
    .min(1)
    .max(100_000)
    .optional()
    .describe(
      'The problem in words, as its task has it: "24: 4 9 10 13" (reach 24 with these numbers) or the statements and the question of ProsQA. ' +
        'Or give task and problem instead.',
    ),
  task: z.string().max(60).optional().describe('Name of a task, with `problem`.'),
  problem: jsonSchema
    .optional()
    .describe('The problem as JSON, such as {"numbers":[4,9,10,13],"target":24} of the task countdown.'),
  preset: z
    .string()
    .max(60)
    .optional()
    .describe('The algorithm: mcts (default), uct, puct, beam, best-first, best-of-n, …'),
  options: z
    .record(z.string().max(60), z.union([z.number(), z.string().max(60)]))
    .optional()
    .describe('Options of the preset.'),
  model: z.string().max(60).optional().describe("Name of a model. Default: the task's first."),
  budget: budgetSchema
    .optional()
    .describe(
      `When to stop. Default: 200 trials, or an answer of value 1; ${DEFAULT_TIME_MS / 1000} seconds in any case.`,
    ),
  seed: z.int().min(0).max(0xffffffff).optional().describe('The same seed gives the same search. Default 0.'),
  concurrency: z.int().min(1).max(4096).optional().describe('Trials in flight at once. Default 1.'),
  trace: traceLevelSchema.optional(),
}

export type SearchInput = z.infer<z.ZodObject<typeof searchInput>>

/** The spec of what a tool was asked. Throws a ServiceError or a CatalogError. */
export function specOf(input: SearchInput, catalog: Catalog, limits: Limits): SearchSpec {
  const { preset, options = {}, model, budget, seed, concurrency } = input
  const request: SearchRequest = {
    ...stated(input, catalog),
    name: 'mcp',
    ...(model === undefined ? {} : { model }),
    algorithm: { name: preset ?? 'mcts', options },
    budget: { timeMs: DEFAULT_TIME_MS, ...(budget ?? { trials: 200, value: 1 }) },
    ...(seed === undefined ? {} : { seed }),
    ...(concurrency === undefined ? {} : { concurrency }),
  }
  return withinLimits(fillRequest(request, catalog), limits)
}

function stated(
  { question, task, problem, model }: SearchInput,
  catalog: Catalog,
): Pick<SearchRequest, 'task' | 'problem'> {
  if (question !== undefined && (task ?? problem) !== undefined)
    throw new ServiceError('invalid-request', 'question: expected either a question or a task with its problem')
  if (question === undefined) {
    if (task === undefined || problem === undefined)
      throw new ServiceError('invalid-request', 'question: expected one, or a task with its problem')
    return { task, problem }
  }
  const able = model === undefined ? catalog.models : catalog.models.filter(({ name }) => name === model)
  if (able.length === 0) modelNamed(catalog, model!, '')
  for (const each of able) {
    const read = problemIn(catalog, each, question)
    if (read !== null) return { task: read.task.name, problem: read.problem }
  }
  const tasks = [...new Set(able.flatMap((each) => each.tasks))].join(' and ')
  throw new ServiceError(
    'invalid-request',
    `question: it states no problem of ${tasks}, in whose words it has to be put`,
  )
}
