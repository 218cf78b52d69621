import type { SelectFn } from '../search/policy.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'
import { isExpanded } from './widen.ts'

/**
 * Depth-first search with pruning (Tree of Thoughts, Yao 2023, Algorithm 2): a node is asked for steps, its children are evaluated, those
 * below `threshold` are pruned, and the search goes down the best one, coming back for the next when nothing is left below it.
 * Children of one node may be evaluated at once; beyond that it waits, as the method does. `keep`: only so many of a node's children, its best,
 * are gone down to at all.
 */
export function depthFirstSelect(threshold: number, keep = Number.POSITIVE_INFINITY): SelectFn {
  return (tree, context) => {
    const { focus } = context
    let node = focus
    while (!tree.has(focus, Flag.closed)) {
      if (!tree.has(node, Flag.evaluated)) return tree.has(node, Flag.evaluating) ? NONE : node
      if (!isExpanded(tree, node) && !tree.has(node, Flag.exhausted) && !tree.has(node, Flag.terminal))
        return tree.has(node, Flag.generating) ? NONE : node
      const { unevaluated, isWaiting, best } = look(tree, node)
      if (unevaluated !== NONE) return unevaluated
      if (isWaiting || (best === NONE && tree.has(node, Flag.generating))) return NONE
      if (best !== NONE && tree.value(best) >= threshold && rankOf(tree, node, best) < keep) {
        node = best
        continue
      }
      if (best !== NONE) context.close(best, 'pruned')
      else context.close(node, 'exhausted')
      node = focus
    }
    return NONE
  }
}

/** The open children of a node: the oldest that wants its value, whether a value is on its way, and the best of the others. */
function look(tree: Tree, node: NodeId) {
  let unevaluated = NONE
  let isWaiting = false
  let best = NONE
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
    if (tree.has(child, Flag.closed)) continue
    if (tree.has(child, Flag.evaluating)) isWaiting = true
    else if (!tree.has(child, Flag.evaluated)) {
      if (unevaluated === NONE) unevaluated = child
    } else if (best === NONE || tree.value(child) > tree.value(best)) best = child
  }
  return { unevaluated, isWaiting, best }
}

/** How many children of the node come before this one: those worth more, and older ones worth as much, closed ones too. */
function rankOf(tree: Tree, node: NodeId, child: NodeId): number {
  let rank = 0
  for (let other = tree.firstChild(node); other !== NONE; other = tree.nextSibling(other)) {
    const isAhead = tree.value(other) > tree.value(child) || (tree.value(other) === tree.value(child) && other < child)
    if (isAhead) rank++
  }
  return rank
}
