import { Flag, NONE, ROOT, type NodeId, type Tree, type TreeView } from '../tree/tree.ts'
import type { Extension, InsertAction, SteerAction } from './steer-action.ts'
import type { Fold } from './fold.ts'

/** Where a search was steered to. Replaced as a whole at every change, so a copy of a fold may share it. */
export interface Steering {
  /** Node that selection starts from. */
  readonly focus: NodeId
  /** Node that the search has committed to: nothing outside its subtree counts. */
  readonly root: NodeId
  readonly paused: boolean
  readonly cancelled: boolean
  /** Nodes whose value was asked for again, oldest first. */
  readonly due: readonly NodeId[]
  /** All extensions together. */
  readonly extended: Required<Extension>
  /** Seed of draws from now on. */
  readonly seed: number
}

const NOT_EXTENDED: Required<Extension> = { trials: 0, nodes: 0, tokens: 0, costUsd: 0, timeMs: 0 }

export const UNSTEERED: Steering = {
  focus: ROOT,
  root: ROOT,
  paused: false,
  cancelled: false,
  due: [],
  extended: NOT_EXTENDED,
  seed: 0,
}

export function applySteer(fold: Fold, by: string, action: SteerAction): void {
  const { tree, steering } = fold
  switch (action.type) {
    case 'focus':
      fold.steering = { ...steering, focus: action.node }
      return
    case 're-root':
      fold.steering = { ...steering, focus: action.node, root: action.node }
      fold.answer = bestAnswerBelow(tree, action.node)
      return
    case 're-evaluate':
      fold.steering = { ...steering, due: [...steering.due, action.node] }
      return
    case 'insert':
      return applyInsert(tree, by, action)
    case 'pause':
    case 'resume':
      fold.steering = { ...steering, paused: action.type === 'pause' }
      return
    case 'cancel':
      fold.steering = { ...steering, cancelled: true }
      return
    case 'extend':
      fold.steering = { ...steering, extended: added(steering.extended, action) }
      return
    case 'fork':
      // What the first search's driver was told is not said to this one's: it may have been paused, cancelled, or given more.
      fold.steering = { ...steering, paused: false, cancelled: false, extended: NOT_EXTENDED, seed: action.seed }
      return
    case 'avoid':
      // What it does is in the `node-close` that follows.
      return
  }
}

/** The step's author stands where generators stand. */
function applyInsert(tree: Tree, by: string, { node, label, prior, terminal, answer }: InsertAction): void {
  for (let x = node; x !== NONE; x = tree.parent(x)) if (tree.has(x, Flag.closed)) tree.reopen(x)
  const flags = (terminal === true ? Flag.terminal : 0) | (answer === true ? Flag.answer : 0)
  tree.sources.set(tree.add(node, prior, label, flags), by)
}

function added(all: Required<Extension>, more: Extension): Required<Extension> {
  return {
    trials: all.trials + (more.trials ?? 0),
    nodes: all.nodes + (more.nodes ?? 0),
    tokens: all.tokens + (more.tokens ?? 0),
    costUsd: all.costUsd + (more.costUsd ?? 0),
    timeMs: all.timeMs + (more.timeMs ?? 0),
  }
}

/** Whether `node` is `root` or lies below it. */
export function isBelow(tree: TreeView, node: NodeId, root: NodeId): boolean {
  let x = node
  while (x > root) x = tree.parent(x)
  return x === root
}

/** The answer of the highest value at `root` or below; of equal ones the oldest. Looks at every node: for moments that are rare. */
export function bestAnswerBelow(tree: TreeView, root: NodeId): Fold['answer'] {
  let best: { readonly node: NodeId; readonly value: number } | null = null
  for (let node = root; node < tree.size; node++) {
    if (!tree.has(node, Flag.answer | Flag.evaluated) || !isBelow(tree, node, root)) continue
    const value = tree.value(node)
    if (best === null || value > best.value) best = { node, value }
  }
  return best
}
