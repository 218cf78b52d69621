import { uniformModel, type Catalog, type CatalogModel } from '@espalier/catalog'
import { createCatalog } from '@espalier/catalog'

/** A catalog whose model works only when it is told to: as many trials as were allowed. */
export interface PacedCatalog {
  readonly catalog: Catalog
  /** Lets so many more trials through. */
  allow(trials: number): void
}

export function pacedCatalog(): PacedCatalog {
  const uniform = uniformModel()
  const waiting: (() => void)[] = []
  let allowed = 0

  async function turn(): Promise<void> {
    if (allowed > 0) {
      allowed--
      return
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  }

  const paced: CatalogModel = {
    ...uniform,
    name: 'paced',
    createExpand: (task) => {
      const { expand, dispose } = uniform.createExpand(task)
      return {
        expand: async (trial, context) => {
          await turn()
          return expand(trial, context)
        },
        dispose,
      }
    },
  }
  return {
    catalog: { tasks: createCatalog().tasks, models: [paced, uniform] },
    allow: (trials) => {
      allowed += trials
      for (; allowed > 0 && waiting.length > 0; allowed--) waiting.shift()!()
    },
  }
}
