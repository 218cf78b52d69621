import type { CatalogModel } from './catalog-model.ts'
import type { CatalogTask } from './catalog-task.ts'
import { countdownTask } from './countdown/countdown-task.ts'
import { embeddedModel } from './countdown/embedded-model.ts'
import { uniformModel } from './countdown/uniform-model.ts'

/** What searches can be made of. */
export interface Catalog {
  readonly tasks: readonly CatalogTask[]
  /** The first one that fits is the default of a task. */
  readonly models: readonly CatalogModel[]
}

/**
 * Every task and model that comes with Espalier. `checkpoint`: bytes of the embedded model, which is the default then; without them
 * only the models that need no weights are there. Throws a ModelError for bytes that are no such checkpoint.
 */
export function createCatalog(options: { readonly checkpoint?: Uint8Array } = {}): Catalog {
  const { checkpoint } = options
  return {
    tasks: [countdownTask()],
    models: [...(checkpoint === undefined ? [] : [embeddedModel(checkpoint)]), uniformModel()],
  }
}
