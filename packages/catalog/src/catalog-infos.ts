import * as z from 'zod'
import { ALGORITHMS } from '@espalier/core'
import { algorithmInfos, type AlgorithmInfo, type JsonSchema, type ModelInfo, type TaskInfo } from '@espalier/protocol'
import type { Catalog } from './catalog.ts'

/** What a catalog offers, as clients are told. */
export interface CatalogInfos {
  readonly algorithms: readonly AlgorithmInfo[]
  readonly models: readonly ModelInfo[]
  readonly tasks: readonly TaskInfo[]
}

/** Everything in a catalog in words and JSON schemas. */
export function catalogInfos(catalog: Catalog): CatalogInfos {
  return {
    algorithms: algorithmInfos(ALGORITHMS),
    models: catalog.models.map(({ name, about, tasks, states }) => ({ name, about, tasks, states })),
    tasks: catalog.tasks.map(({ name, about, problem, examples }) => ({
      name,
      about,
      problem: z.toJSONSchema(problem, { io: 'input' }) as unknown as JsonSchema,
      examples,
    })),
  }
}
