import type { SelectFn } from '../search/policy.ts'
import { Flag, NONE, ROOT, type NodeId } from '../tree/tree.ts'

/**
 * Whole chains from the root, at most `count`: each open end gets one more step until it is terminal and is evaluated then.
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
      if (tree.has(node, Flag.evaluating) || tree.has(node, Flag.generating)) continue
      if (tree.has(node, Flag.terminal) || !tree.has(node, Flag.asked)) return node
      context.close(node, 'exhausted')
    }
    if (started < count && !tree.has(ROOT, Flag.closed)) {
      started++
      return ROOT
    }
    return NONE
  }
}
