import { SearchError, messageOf } from '../errors.ts'
import type { Fold } from '../events/fold.ts'
import type { InsertAction, SteerAction, SteerCommand } from '../events/steer-action.ts'
import { steerFault } from '../events/steer-fault.ts'
import { Flag, NONE, type NodeId, type Tree, type TreeView } from '../tree/tree.ts'
import { flagsOf, type StateBackend } from './expansion.ts'

type Insertion<Step> = Extract<SteerCommand<Step>, { readonly type: 'insert' }>

/**
 * What a command comes to: the action for the log, and the state that an inserted step leads to. What is done to a second way is done to the
 * state that it leads to; only giving it up is about the way alone. Throws `INVALID_OPTIONS` for what cannot be done.
 */
export function steerActionOf<Problem, State, Step>(
  fold: Fold,
  backend: StateBackend<Problem, State, Step>,
  stateOf: (node: NodeId) => State,
  command: SteerCommand<Step>,
): { readonly action: SteerAction; readonly inserted?: State } {
  const { tree } = fold
  const taken = command.type === 'insert' ? insertionOf(tree, backend, stateOf, command) : { action: command }
  const action = atOriginal(tree, taken.action)
  const fault = steerFault(fold, action)
  if (fault !== null) throw steerError(command.type, fault)
  return { ...taken, action }
}

function atOriginal(tree: Tree, action: SteerAction): SteerAction {
  if (tree.originals.size === 0 || !('node' in action) || action.type === 'avoid') return action
  return { ...action, node: tree.original(action.node) }
}

function insertionOf<Problem, State, Step>(
  tree: Tree,
  backend: StateBackend<Problem, State, Step>,
  stateOf: (node: NodeId) => State,
  { type, node: at, step, prior }: Insertion<Step>,
): { readonly action: InsertAction; readonly inserted: State } {
  const child = tree.size
  const node = tree.original(at)
  const isKnown = Number.isInteger(node) && node >= 0 && node < child
  if (!isKnown || tree.has(node, Flag.terminal))
    throw steerError(type, `node ${messageOf(node)}, expected an unfinished one of ${child}`)
  try {
    const inserted = backend.extend(stateOf(node), step)
    const flags = flagsOf(backend, inserted)
    const action: InsertAction = {
      type,
      node,
      child,
      label: backend.label(step),
      prior: prior ?? largestPrior(tree, node),
      ...((flags & Flag.terminal) === 0 ? {} : { terminal: true }),
      ...((flags & Flag.answer) === 0 ? {} : { answer: true }),
    }
    return { action, inserted }
  } catch (error) {
    throw steerError(type, `step: ${messageOf(error)}`)
  }
}

/** The largest prior among a node's children: what a step is given that should be tried; 1 where there are none. */
function largestPrior(tree: TreeView, node: NodeId): number {
  let largest = 0
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child))
    largest = Math.max(largest, tree.prior(child))
  return largest > 0 ? largest : 1
}

function steerError(type: unknown, fault: string): SearchError {
  return new SearchError('INVALID_OPTIONS', `steer ${messageOf(type)}: ${fault}`, { type })
}
