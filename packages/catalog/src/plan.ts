import { createPreset, isSearchError, type Json, type Preset } from '@espalier/core'
import type { SearchSpec } from '@espalier/protocol'
import { isTaskError } from '@espalier/tasks'
import { CatalogError } from './catalog-error.ts'
import type { Catalog } from './catalog.ts'
import type { CatalogModel } from './catalog-model.ts'
import type { CatalogTask } from './catalog-task.ts'
import { checkedProblem, modelNamed, taskNamed } from './find.ts'

/** A search that can be run: everything that its spec names, found and checked. */
export interface SearchPlan {
  readonly name: string
  readonly task: CatalogTask
  readonly model: CatalogModel
  readonly algorithm: Preset
  readonly problem: Json
  /** The problem in one line. */
  readonly label: string
  readonly seed: number
  readonly concurrency: number
}

/** Finds and checks what a spec names. Throws a CatalogError that points at the field. */
export function planOf(spec: SearchSpec, catalog: Catalog): SearchPlan {
  const { name, seed, concurrency } = spec
  const task = taskNamed(catalog, spec.task)
  const model = modelNamed(catalog, spec.model, task.name)
  const problem = checkedProblem(task, spec.problem)
  try {
    const { label } = task.describe(problem)
    const algorithm = createPreset(spec.algorithm.name, spec.algorithm.options)
    return { name, task, model, algorithm, problem, label, seed, concurrency }
  } catch (error) {
    if (isTaskError(error)) throw new CatalogError('INVALID_PROBLEM', error.message, '/problem')
    if (isSearchError(error)) throw new CatalogError('INVALID_ALGORITHM', error.message, '/algorithm')
    throw error
  }
}
