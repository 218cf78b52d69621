import type { CatalogModel } from './catalog-model.ts'
import type { CatalogTask } from './catalog-task.ts'
import { countdownTask } from './countdown/countdown-task.ts'
import { embeddedModel } from './countdown/embedded-model.ts'
import { embeddedThoughtsModels } from './prosqa/embedded-thoughts-models.ts'
import { prosqaTask } from './prosqa/prosqa-task.ts'
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

/**
 * Every task and model that comes with Espalier. A model whose checkpoint is there is the default of its task; without any, only the model
 * that needs no weights is there. Throws a ModelError for bytes that are no such checkpoint.
 */
export function createCatalog(options: { readonly checkpoints?: Checkpoints } = {}): Catalog {
  const { countdown, prosqa } = options.checkpoints ?? {}
  return {
    tasks: [countdownTask(), prosqaTask()],
    models: [
      ...(countdown === undefined ? [] : [embeddedModel(countdown)]),
      ...(prosqa === undefined ? [] : embeddedThoughtsModels(prosqa)),
      uniformModel(),
    ],
  }
}
