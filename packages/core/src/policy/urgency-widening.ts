import type { WidenFn } from '../search/policy.ts'
import { Flag, NONE, type Tree, type TreeView } from '../tree/tree.ts'
import type { Estimates } from './estimates.ts'
import { PUCT_BASE, puctTerm, puctWeight } from './exploration.ts'
import { weightsOf, type InFlight } from './in-flight.ts'
import { progressiveWidening, type ProgressiveWideningOptions } from './widen.ts'

export interface UrgencyWideningOptions extends ProgressiveWideningOptions {
  /** Exploration weight and base of the PUCT that picks among the children. */
  readonly c: number
  readonly base?: number
  /** How trials in flight count in it. Default WU-UCT. */
  readonly inFlight?: InFlight
  /**
   * First-play urgency of the child that is not there yet: what a step here is expected to be worth, less this over sqrt(N). At least 0.
   * While little is known, one more step has to promise something, since it must be paid for before it can be judged; later the values
   * decide.
   */
  readonly reduction: number
  /** What a child is worth. Default: the mean of what came back. */
  readonly estimates?: Estimates | undefined
}

/**
 * Progressive widening that waits for first-play urgency: within the bound k N^alpha, a node is asked for one more step only when a child
 * that is not there yet would be selected before all that are. That child is scored by PUCT like an unvisited one; its prior is the
 * smallest of its siblings', since generators propose the likeliest step first. So going wide follows the values seen and not the visits
 * alone; the bound keeps a search whose values say nothing from trying every first step before any second one.
 * First-play urgency: Gelly & Wang 2006; an arm for the unseen child: AB-MCTS's GEN node (Inoue 2025, §3).
 */
export function urgencyWidening(options: UrgencyWideningOptions): WidenFn {
  const { c, base = PUCT_BASE, reduction } = options
  const inFlight = weightsOf(options.inFlight)
  const bound = progressiveWidening(options)
  const { estimates } = options
  const worthOf = (tree: TreeView, child: number): number =>
    estimates === undefined ? tree.q(child) : estimates.of(tree as Tree, child)
  return (tree, node) => {
    const want = bound(tree, node)
    const children = tree.childCount(node)
    if (want === 0 || children === 0 || tree.openChildren(node) === 0) return want

    const visits = tree.stateVisits(node)
    const unseen = smallestPrior(tree, node)
    const count = visits + inFlight.visits * tree.pending(node)
    const priors = tree.priorSum(node) + unseen
    const exploration = puctWeight(count, c, base)
    const scale = priors > 0 ? exploration / priors : 0
    const flat = priors > 0 ? 0 : exploration / (children + 1)
    const urgency = visits === 0 ? 0 : Math.max(0, expectedStep(tree, node, worthOf) - reduction / Math.sqrt(visits))
    const score = urgency + scale * unseen + flat
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
      if (tree.has(child, Flag.closed)) continue
      const q = tree.visits(child) === 0 ? urgency : worthOf(tree, child)
      const tries = tree.visits(child) + inFlight.visits * tree.pending(child)
      if (q + puctTerm(scale * tree.prior(child) + flat, tries) >= score) return 0
    }
    return 1
  }
}

/**
 * What a step from an evaluated node is expected to be worth: the mean of its children's means, the node's own value counted as one child.
 * Unlike the node's mean, it is not drawn away from the children's means by the value of a node that is judged too well and has few visits,
 * nor towards the child visited most.
 */
function expectedStep(tree: TreeView, node: number, worthOf: (tree: TreeView, child: number) => number): number {
  const isEvaluated = tree.has(node, Flag.evaluated)
  let sum = isEvaluated ? tree.value(node) : 0
  let count = isEvaluated ? 1 : 0
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
    if (tree.visits(child) === 0) continue
    sum += worthOf(tree, child)
    count++
  }
  return count === 0 ? 0 : sum / count
}

function smallestPrior(tree: TreeView, node: number): number {
  let smallest = Number.POSITIVE_INFINITY
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
    smallest = Math.min(smallest, tree.prior(child))
  }
  return smallest
}
