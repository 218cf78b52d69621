import type { SelectFn } from '../search/policy.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'
import { isInPlay } from './in-play.ts'

/** Finds new nodes that want their value, oldest first; each node is looked at until it has one. */
export function newborns(): (tree: Tree, focus: NodeId) => NodeId {
  let fresh: NodeId[] = []
  let seen = 0
  return (tree, focus) => {
    for (; seen < tree.size; seen++) fresh.push(seen)
    fresh = fresh.filter((node) => !tree.has(node, Flag.evaluated) && !tree.has(node, Flag.closed))
    return fresh.find((node) => !tree.has(node, Flag.evaluating) && isInPlay(tree, node, focus)) ?? NONE
  }
}

/** Every new node is evaluated before anything else is selected, in order of creation. */
export function evaluateFirst(select: SelectFn): SelectFn {
  const newborn = newborns()
  return (tree, context) => {
    const born = newborn(tree, context.focus)
    return born === NONE ? select(tree, context) : born
  }
}
