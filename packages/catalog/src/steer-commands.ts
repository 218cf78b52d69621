import { steerFault, type Fold, type Search, type SteerAction, type SteerCommand } from '@espalier/core'
import type { SteerRequestAction } from '@espalier/protocol'
import { CatalogError } from './catalog-error.ts'
import type { CatalogTask } from './catalog-task.ts'

type Engine = Pick<Search<unknown, unknown>, 'fold' | 'state'>

/**
 * The commands of a request, for an engine that will take every one of them. Throws a CatalogError that points at the first action that
 * cannot be taken, so that either all are applied or none: each is checked against what those before it will have done.
 */
export function steerCommands(
  { fold, state }: Engine,
  task: CatalogTask,
  actions: readonly SteerRequestAction[],
): readonly SteerCommand<unknown>[] {
  const { tree } = fold
  const then: Fold = { ...fold }
  return actions.map((action, i) => {
    const refuse = (fault: string): never => {
      throw new CatalogError('INVALID_ACTION', fault, `/actions/${i}`)
    }
    const fault = steerFault(then, action.type === 'insert' ? insertOf(action, tree.size) : action)
    if (fault !== null) return refuse(fault)
    if (action.type === 're-root') then.steering = { ...then.steering, root: action.node }
    if (action.type !== 'insert') return action
    const { node, label, prior } = action
    const step = task.parse(state(node), label)
    if (step === null) return refuse(`label ${JSON.stringify(label)}: no step at node ${node}`)
    return { type: 'insert', node, step, ...(prior === undefined ? {} : { prior }) }
  })
}

const insertOf = (
  { node, label, prior }: Extract<SteerRequestAction, { type: 'insert' }>,
  child: number,
): SteerAction => ({
  type: 'insert',
  node,
  child,
  label,
  prior: prior ?? 1,
})
