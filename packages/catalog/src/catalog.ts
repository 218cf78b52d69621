import type { Sandbox } from '@espalier/tasks/code'
import { CatalogError } from './catalog-error.ts'
import type { CatalogModel } from './catalog-model.ts'
import type { CatalogTask } from './catalog-task.ts'
import { codeTask } from './code/code-task.ts'
import { countdownTask } from './countdown/countdown-task.ts'
import { embeddedModel } from './countdown/embedded-model.ts'
import { taskNamed } from './find.ts'
import { languageModel, type LanguageModelOptions } from './language/language-model.ts'
import { embeddedThoughtsModels } from './prosqa/embedded-thoughts-models.ts'
import { prosqaTask } from './prosqa/prosqa-task.ts'
import { seatingTask } from './seating/seating-task.ts'
import { textTask } from './text/text-task.ts'
import { uniformModel } from './uniform-model.ts'

/** What searches can be made of. */
export interface Catalog {
  readonly tasks: readonly CatalogTask[]
  /** The first one that fits is the default of a task. */
  readonly models: readonly CatalogModel[]
}

/** Bytes of the embedded models, by the task that they work at. */
export interface Checkpoints {
  readonly countdown?: Uint8Array
  readonly prosqa?: Uint8Array
}

export interface CatalogOptions {
  readonly checkpoints?: Checkpoints
  /** Models that write text, of whoever makes the catalog. Default: none, and then no model works at tasks in words. */
  readonly languageModels?: readonly LanguageModelOptions[]
  /** Runs what models write in the task of code, for whoever makes the catalog to close. Default: none, and then no model works at that. */
  readonly sandbox?: Sandbox
}

/** A task that comes with Espalier, by its name, for whoever brings the work at it. Throws a CatalogError `UNKNOWN_TASK`. */
export function catalogTask(name: string): CatalogTask {
  return taskNamed({ tasks: tasksWith(null), models: [] }, name)
}

/** What reads any text as a problem of its own comes last. */
function tasksWith(sandbox: Sandbox | null): readonly CatalogTask[] {
  return [countdownTask(), prosqaTask(), seatingTask(), codeTask(sandbox), textTask()]
}

/**
 * Every task and model that comes with Espalier, and language models that were given. A model whose checkpoint is there is the default of its task;
 * without any, only the model that needs no weights is there. Throws a ModelError for bytes that are no such checkpoint, and a CatalogError `INVALID_MODEL`
 * for two models of one name and for tasks that cannot be put to a language model.
 */
export function createCatalog({ checkpoints = {}, languageModels = [], sandbox }: CatalogOptions = {}): Catalog {
  const { countdown, prosqa } = checkpoints
  const tasks = tasksWith(sandbox ?? null)
  const models = [
    ...(countdown === undefined ? [] : [embeddedModel(countdown)]),
    ...(prosqa === undefined ? [] : embeddedThoughtsModels(prosqa)),
    uniformModel(),
    ...languageModels.map((options) => languageModel(options, tasks)),
  ]
  const twice = models.find(({ name }, i) => models.findIndex((other) => other.name === name) !== i)
  if (twice !== undefined) throw new CatalogError('INVALID_MODEL', `two models are called ${twice.name}`, '')
  return { tasks, models }
}
