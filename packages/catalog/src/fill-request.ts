import { DEFAULT_BUDGET, type SearchRequest, type SearchSpec } from '@espalier/protocol'
import type { Catalog } from './catalog.ts'
import { checkedProblem, defaultModel, taskNamed } from './find.ts'

/**
 * The spec of a request: every default filled in, those of the problem included. Throws a CatalogError for an unknown task, a problem
 * that is none of it, or a task that no model works at; what else the spec names is checked by `planOf`.
 */
export function fillRequest(request: SearchRequest, catalog: Catalog): SearchSpec {
  const { algorithm, budget = DEFAULT_BUDGET, seed = 0, concurrency = 1, name = 'search' } = request
  const task = taskNamed(catalog, request.task)
  return {
    name,
    task: task.name,
    problem: checkedProblem(task, request.problem),
    model: request.model ?? defaultModel(catalog, task.name),
    algorithm: { name: algorithm?.name ?? 'mcts', options: algorithm?.options ?? {} },
    budget,
    seed,
    concurrency,
  }
}
