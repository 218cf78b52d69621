import { isBelow } from '../events/steering.ts'
import type { RecommendFn } from '../search/policy.ts'
import { Flag, NONE, type NodeId, type TreeView } from '../tree/tree.ts'

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

/**
 * The answer that most finished nodes give (self-consistency, Wang 2023, §2), or the one of the largest sum of values (weighted: Li 2023,
 * §3.3). Of the nodes that give it, the one of the highest value; ties go to the answer found first. Without answers, as `bestAnswer`.
 */
export function votedAnswer(isWeighted: boolean): RecommendFn {
  return (tree, best, answerOf, root) => {
    if (best === NONE) return mostVisitedLeaf(tree, root)
    const votes = new Map<string, { weight: number; node: NodeId }>()
    for (let node = root; node < tree.size; node++) {
      const answer = tree.has(node, Flag.evaluated) && isBelow(tree, node, root) ? answerOf(node) : null
      if (answer === null) continue
      const vote = votes.get(answer) ?? { weight: 0, node }
      vote.weight += isWeighted ? tree.value(node) : 1
      if (tree.value(node) > tree.value(vote.node)) vote.node = node
      votes.set(answer, vote)
    }
    let winner = { weight: Number.NEGATIVE_INFINITY, node: best }
    for (const vote of votes.values()) if (vote.weight > winner.weight) winner = vote
    return winner.node
  }
}
