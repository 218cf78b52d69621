import type { WidenFn } from '../search/policy.ts'
import { NONE, type TreeView } from '../tree/tree.ts'

export interface UrgencyWideningOptions {
  /** Children to begin with. At least 1. */
  readonly initial: number
  /** Never more children than this. */
  readonly max: number
  /** Visits before the first steps are asked for (see `fixedWidth`). The root does not wait. */
  readonly afterVisits: number
  /** Exploration weight and base of the PUCT that picks among the children. */
  readonly c: number
  readonly base?: number
  /** First-play urgency of the child that is not there yet: the node's mean less this. At least 0. */
  readonly reduction: number
}

/**
 * Widening by first-play urgency: a node is asked for one more step when a child that is not there yet would be selected before all
 * that are. That child is scored by PUCT like an unvisited one; its prior is the smallest of its siblings', since generators propose
 * the likeliest step first. So what is spent on going wide follows the values seen, where the bound k N^alpha of progressive widening
 * follows the visits alone. First-play urgency: Gelly & Wang 2006; an arm for the unseen child: AB-MCTS's GEN node (Inoue 2025, §3).
 *
 * When all children are closed one more is asked for: the node is finished only when its generator is.
 */
export function urgencyWidening(options: UrgencyWideningOptions): WidenFn {
  const { initial, max, afterVisits, c, base = 19652, reduction } = options
  return (tree, node) => {
    const children = tree.childCount(node)
    const visits = tree.visits(node)
    if (children === 0) return visits < afterVisits && tree.depth(node) > 0 ? 0 : Math.min(initial, max)
    if (children >= max) return 0
    if (tree.openChildren(node) === 0) return 1

    const unseen = smallestPrior(tree, node)
    const count = visits + tree.pending(node)
    const priors = tree.priorSum(node) + unseen
    const exploration = (c + Math.log((count + base + 1) / base)) * Math.sqrt(count)
    const scale = priors > 0 ? exploration / priors : 0
    const flat = priors > 0 ? 0 : exploration / (children + 1)
    const urgency = visits === 0 ? 0 : Math.max(0, tree.q(node) - reduction)
    const score = urgency + scale * unseen + flat
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
      if (tree.isClosed(child)) continue
      const q = tree.visits(child) === 0 ? urgency : tree.q(child)
      if (q + (scale * tree.prior(child) + flat) / (1 + tree.visits(child) + tree.pending(child)) >= score) return 0
    }
    return 1
  }
}

function smallestPrior(tree: TreeView, node: number): number {
  let smallest = Number.POSITIVE_INFINITY
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
    smallest = Math.min(smallest, tree.prior(child))
  }
  return smallest
}
