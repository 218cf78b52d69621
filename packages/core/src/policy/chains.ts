import type { SelectFn } from '../search/policy.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'
import { isInPlay } from './in-play.ts'

/**
 * Whole chains from the root (or the node in focus), at most `count`: each open end gets one more step until it is terminal and is evaluated then.
 * A chain whose end got no step is given up. Nothing but finished chains is ever evaluated.
 */
export function chainSelect(count: number): SelectFn {
  let ends: NodeId[] = []
  let seen = 1
  let started = 0

  return (tree, context) => {
    for (; seen < tree.size; seen++) ends.push(seen)
    ends = ends.filter((node) => !tree.has(node, Flag.closed) && tree.childCount(node) === 0)
    for (const node of ends) {
      if (tree.has(node, Flag.evaluating) || tree.has(node, Flag.generating) || !isInPlay(tree, node, context.focus))
        continue
      if (tree.has(node, Flag.terminal) || !tree.has(node, Flag.asked)) return node
      context.close(node, 'exhausted')
    }
    if (started >= count || !canBegin(tree, context.focus)) return NONE
    started++
    return context.focus
  }
}

/** Whether another chain may begin at a node: only one trial is needed to evaluate a problem that is finished as it stands. */
function canBegin(tree: Tree, node: NodeId): boolean {
  if (!isInPlay(tree, node, node) || tree.has(node, Flag.exhausted)) return false
  return !(tree.has(node, Flag.terminal) && tree.has(node, Flag.evaluating))
}
