import { pathLabels, type FoldView } from '@espalier/core'
import type { Conclusion, SearchSpec } from '@espalier/protocol'
import type { Catalog } from './catalog.ts'
import { stateAfter } from './summary.ts'

/**
 * What the recommended line of an ended search comes to, and how well that stands. Null for a search without an end, for a line that answers
 * nothing, and for a task where a finished line is right or none. Only the model that the spec names can say whether its read-out agrees;
 * where the catalog has not got it, what is not proven is unverified.
 */
export async function concludeSearch(
  fold: FoldView,
  spec: Pick<SearchSpec, 'task' | 'model'>,
  catalog: Catalog,
): Promise<Conclusion | null> {
  const { end, start, tree } = fold
  const task = catalog.tasks.find(({ name }) => name === spec.task)
  const problem = start === null ? null : (task?.recognise(start.problem) ?? null)
  if (end === null || problem === null || task?.conclude === undefined) return null
  const path = pathLabels(tree, end.node)
  const state = stateAfter(task, problem, path)
  if (state === null) return null
  const conclusion = await task.conclude(state, null)
  if (conclusion === null || conclusion.standing === 'verified') return conclusion
  const model = catalog.models.find(({ name }) => name === spec.model)
  const thoughts = model?.openThoughts?.(task.name)
  if (thoughts === undefined) return conclusion
  try {
    const readOut = await thoughts.readOut(stateAfter(task, problem, path.slice(0, -1)) as never)
    return await task.conclude(state, readOut)
  } finally {
    thoughts.dispose()
  }
}
