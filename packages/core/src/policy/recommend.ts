import type { RecommendFn } from '../search/policy.ts'
import { NONE, type NodeId, type TreeView } from '../tree/tree.ts'

/** The best answer found; without any, the end of the most visited path. */
export const bestAnswer: RecommendFn = (tree, answer, _, root) =>
  answer === NONE ? mostVisitedLeaf(tree, root) : answer

/** Down from a node along most visits; ties go to the higher mean, then to the older node. */
export function mostVisitedLeaf(tree: TreeView, from: NodeId): NodeId {
  let node = from
  for (;;) {
    let best = NONE
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
      if (
        best === NONE ||
        tree.visits(child) > tree.visits(best) ||
        (tree.visits(child) === tree.visits(best) && tree.q(child) > tree.q(best))
      ) {
        best = child
      }
    }
    if (best === NONE) return node
    node = best
  }
}
