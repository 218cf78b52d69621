import { NONE, type NodeId, type Tree } from '../tree/tree.ts'
import type { PickChildFn } from './descend.ts'
import { childValueFn, type InFlight } from './in-flight.ts'

export interface PuctOptions {
  /** Weight of the exploration term. Default 1.25 (pb_c_init of MuZero, App. B). At least 0. */
  readonly c?: number
  /** How fast the weight grows with visits: log((N + base + 1) / base) is added to c. Default 19,652 (MuZero, App. B). */
  readonly base?: number
  /**
   * First-play urgency: the value assumed for a child without visits. `{ reduction: r }` takes the parent's mean less r, at least 0
   * (Leela Chess Zero's default way); a number is taken as it is. Default `{ reduction: 0 }`.
   */
  readonly fpu?: number | { readonly reduction: number }
  /** How trials in flight count. Default WU-UCT. */
  readonly inFlight?: InFlight
}

/**
 * PUCT: argmax of Q(s,a) + c(s) P(s,a) sqrt(N(s)) / (1 + N(s,a)) (Silver 2017, Methods; c(s) from Schrittwieser 2020, App. B).
 * Q in the search's value range, P normalised over the current siblings. Trials in flight count as visits in N (WU-UCT).
 * Ties go to the older child.
 */
export function puct(options: PuctOptions = {}): PickChildFn {
  const { c = 1.25, base = 19652, fpu = { reduction: 0 } } = options
  const childValue = childValueFn(options.inFlight)
  return (tree: Tree, node: NodeId, skip): NodeId => {
    const visits = tree.visits(node) + tree.pending(node)
    const exploration = (c + Math.log((visits + base + 1) / base)) * Math.sqrt(visits)
    const priorSum = tree.priorSum(node)
    const scale = priorSum > 0 ? exploration / priorSum : 0
    const flat = priorSum > 0 ? 0 : exploration / Math.max(1, tree.childCount(node))
    const unvisited = typeof fpu === 'number' ? fpu : Math.max(0, tree.q(node) - fpu.reduction)
    let best = NONE
    let bestScore = Number.NEGATIVE_INFINITY
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
      if (!available(tree, child, skip)) continue
      const tries = tree.visits(child) + tree.pending(child)
      const score = childValue(tree, child, unvisited) + (scale * tree.prior(child) + flat) / (1 + tries)
      if (score > bestScore) {
        best = child
        bestScore = score
      }
    }
    return best
  }
}

/** Whether a descent may enter a child. */
export function available(tree: Tree, child: NodeId, skip: ReadonlySet<NodeId> | null): boolean {
  return !tree.isClosed(child) && (skip === null || !skip.has(child))
}
