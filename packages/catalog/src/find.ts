import type { Json } from '@espalier/core'
import { CatalogError } from './catalog-error.ts'
import type { Catalog } from './catalog.ts'
import type { CatalogModel } from './catalog-model.ts'
import type { CatalogTask } from './catalog-task.ts'

/** The task of that name. Throws `UNKNOWN_TASK`. */
export function taskNamed(catalog: Catalog, name: string): CatalogTask {
  const task = catalog.tasks.find((candidate) => candidate.name === name)
  if (task === undefined) throw new CatalogError('UNKNOWN_TASK', unknown('task', name, catalog.tasks), '/task')
  return task
}

/** The model of that name. Throws `UNKNOWN_MODEL`, or `MODEL_TASK` if it cannot work at the task. */
export function modelNamed(catalog: Catalog, name: string, task: string): CatalogModel {
  const model = catalog.models.find((candidate) => candidate.name === name)
  if (model === undefined) throw new CatalogError('UNKNOWN_MODEL', unknown('model', name, catalog.models), '/model')
  if (model.tasks.includes(task)) return model
  const expected = model.tasks.length === 0 ? 'no task' : model.tasks.join(', ')
  throw new CatalogError('MODEL_TASK', `model: ${name} works at ${expected}, not at ${task}`, '/model')
}

/** Name of the first model that works at a task. Throws `MODEL_TASK` if none does, `NO_LANGUAGE_MODEL` where it takes one that writes text. */
export function defaultModel(catalog: Catalog, task: string): string {
  const model = catalog.models.find(({ tasks }) => tasks.includes(task))
  if (model !== undefined) return model.name
  if (catalog.tasks.find(({ name }) => name === task)?.language?.only !== true)
    throw new CatalogError('MODEL_TASK', `no model works at ${task}`, '/task')
  const message = `${task} takes a language model, and none is here: --models FILE names models behind other servers`
  throw new CatalogError('NO_LANGUAGE_MODEL', message, '/task')
}

/** A problem of a task with its defaults. Throws `INVALID_PROBLEM` that points at the first thing wrong. */
export function checkedProblem(task: CatalogTask, problem: Json): Json {
  const parsed = task.problem.safeParse(problem)
  if (parsed.success) return parsed.data as Json
  const issue = parsed.error.issues[0]!
  const place = issue.path.map((step) => `/${String(step)}`).join('')
  throw new CatalogError('INVALID_PROBLEM', `problem${place}: ${issue.message}`, `/problem${place}`)
}

function unknown(what: string, got: string, known: readonly { readonly name: string }[]): string {
  return `${what}: got ${JSON.stringify(got.slice(0, 60))}, expected one of ${known.map(({ name }) => name).join(', ')}`
}
