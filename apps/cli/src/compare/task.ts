import type { ExpandFn, Json, Preset, StateBackend } from '@espalier/core'
import type { CountdownPuzzle } from '@espalier/tasks'
import { defaultModel, modelNamed, type CatalogModel, type LanguageModelOptions } from '@espalier/catalog'
import { chosenModel, type Backend } from '../run/choose-model.ts'
import type { CatalogRequest, OpenCatalogFn } from '../run/open-catalog.ts'
import { codeContest } from './code-task.ts'
import { countdownContest, GAME24_NUMBERS } from './countdown-task.ts'
import { hiddenTreeContest } from './hidden-tree-task.ts'
import { prosqaContest } from './prosqa-task.ts'
import { seatingContest } from './seating-task.ts'

/** Names of the tasks that algorithms are compared on. */
export const TASKS = ['game24', 'countdown', 'prosqa', 'seating', 'code', 'easy-tree', 'noisy-tree'] as const
export type TaskName = (typeof TASKS)[number]

/** Everything that a task is made of, as JSON, so that another process can make the same one. */
export interface TaskRequest {
  readonly task: TaskName
  /** How many problems, at least 1. */
  readonly count: number
  /** Which problems: whole, in [0, 2^32). */
  readonly seed: number
  /** Numbers in a puzzle of `countdown`. */
  readonly numbers: 4 | 5 | 6
  /** People in a puzzle of `seating`, 3 to 8. Default 6. */
  readonly people?: number
  /** Another checkpoint of the task's models; null for the shipped one. */
  readonly checkpoint: string | null
  /** Name of the model, or what its states are; null both: the default of the task. */
  readonly model: string | null
  readonly backend: Backend | null
  /** These puzzles instead of drawn ones. */
  readonly puzzles?: readonly CountdownPuzzle[]
}

/** What the benchmark says of a final answer. The search never sees it. */
export interface Score {
  /** In [0, 1]. */
  readonly score: number
  readonly solved: boolean
}

/** What an answer without a model came to. */
export interface ModelFreeResult {
  readonly answer: string | null
  /** States whose steps were listed. */
  readonly expansions: number
}

/** A baseline that calls no model: the rules give it the legal steps. */
export interface ModelFree {
  readonly name: string
  readonly about: string
  run(problem: number, maxExpansions: number, seed: number): ModelFreeResult
}

/** The work of one search, and what else has to know of it. */
export interface TaskWork {
  readonly expand: ExpandFn<unknown, unknown>
  /** Instead of the task's own: where states are merged by what the work has found out. */
  readonly backend?: StateBackend<number, unknown, unknown>
  /** Instead of the algorithm that was asked for: a policy that looks at what the work has found out. */
  readonly algorithm?: Preset
  dispose(): void
}

/** A task with its problems, its model and its scorer, as the comparison uses it. Problems are named by their index. */
export interface CompareTask {
  readonly name: TaskName
  /** One line on what is solved, and by which model. */
  readonly about: string
  /** What the tables show: the share of solved problems, or the mean score. */
  readonly measure: Measure
  /** What `solved` and `score` mean here. */
  readonly measures: Readonly<Record<Measure, string>>
  /** Problems as they stand in reports. */
  readonly problems: readonly Json[]
  /** Steps from a problem to an answer. */
  readonly steps: number
  readonly backend: StateBackend<number, unknown, unknown>
  /** Work for one search, with caches of its own. */
  createExpand(): TaskWork
  /** A value that only right answers have, so that a search may stop there; null where none is. */
  readonly stopValue: number | null
  /** The answer of a search that recommends this state; null if it is none. */
  answerAt(state: unknown): string | null
  score(problem: number, answer: string | null): Score | Promise<Score>
  readonly modelFree: readonly ModelFree[]
}

export type Measure = 'solved' | 'score'

/**
 * Makes a task; `languageModels` are those that it may be put to. Rejects with a TaskError for problems that cannot be drawn, with a ModelError for a file that
 * is no model, and with a CatalogError where no model works at it.
 */
export async function openTask(
  request: TaskRequest,
  openCatalog: OpenCatalogFn,
  languageModels: readonly LanguageModelOptions[] = [],
): Promise<CompareTask> {
  const openModel = (task: CatalogRequest['task']): Promise<CatalogModel> =>
    modelFor(task, request, openCatalog, languageModels)
  switch (request.task) {
    case 'game24':
      return countdownContest({ ...request, numbers: GAME24_NUMBERS }, await openModel('countdown'))
    case 'countdown':
      return countdownContest(request, await openModel('countdown'))
    case 'prosqa':
      return prosqaContest(request, await openModel('prosqa'))
    case 'seating':
      return seatingContest(request, await openModel('seating'))
    case 'code':
      return codeContest(request, await openModel('code'))
    case 'easy-tree':
      return hiddenTreeContest('easy', request)
    case 'noisy-tree':
      return hiddenTreeContest('noisy', request)
  }
}

async function modelFor(
  task: CatalogRequest['task'],
  { checkpoint, model, backend }: TaskRequest,
  openCatalog: OpenCatalogFn,
  languageModels: readonly LanguageModelOptions[],
): Promise<CatalogModel> {
  const choice = { model: model ?? undefined, backend: backend ?? undefined }
  const { catalog } = await openCatalog({
    task,
    model: choice.model,
    checkpointFile: checkpoint ?? undefined,
    languageModels,
  })
  const name = chosenModel(catalog.models, task, choice)
  return modelNamed(catalog, name ?? defaultModel(catalog, task), task)
}
