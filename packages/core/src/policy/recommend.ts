import type { RecommendFn } from '../search/policy.ts'
import { NONE, ROOT, type NodeId, type TreeView } from '../tree/tree.ts'

/** The best answer found; without any, the end of the most visited path. */
export const bestAnswer: RecommendFn = (tree, answer) => (answer === NONE ? mostVisitedLeaf(tree) : answer)

/** Down from the root along most visits; ties go to the higher mean, then to the older node. */
export const mostVisitedLeaf = (tree: TreeView): NodeId => mostVisitedBelow(tree, ROOT)

/** Down from a node along most visits; ties go to the higher mean, then to the older node. */
export function mostVisitedBelow(tree: TreeView, from: NodeId): NodeId {
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
