import { NONE, type NodeId, type Tree } from '../tree/tree.ts'
import type { PickChildFn } from './descend.ts'
import { childValueFn, type InFlight } from './in-flight.ts'
import { available } from './puct.ts'

export interface UctOptions {
  /** Weight of the exploration term. Default sqrt(2) (UCB1: Auer 2002; UCT: Kocsis & Szepesvári 2006). At least 0. */
  readonly c?: number
  /** How trials in flight count. Default WU-UCT. */
  readonly inFlight?: InFlight
}

/**
 * UCT: argmax of Q(s,a) + c sqrt(ln N(s) / N(s,a)); a child without visits comes first, in order of prior.
 * Trials in flight count as visits in N (WU-UCT). Ties go to the older child.
 */
export function uct(options: UctOptions = {}): PickChildFn {
  const { c = Math.SQRT2 } = options
  const childValue = childValueFn(options.inFlight)
  return (tree: Tree, node: NodeId, skip): NodeId => {
    const logVisits = Math.log(Math.max(1, tree.visits(node) + tree.pending(node)))
    let best = NONE
    let bestScore = Number.NEGATIVE_INFINITY
    let bestPrior = -1
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
      if (!available(tree, child, skip)) continue
      const tries = tree.visits(child) + tree.pending(child)
      const score =
        tries === 0 ? Number.POSITIVE_INFINITY : childValue(tree, child, 0) + c * Math.sqrt(logVisits / tries)
      const prior = tree.prior(child)
      if (score > bestScore || (tries === 0 && score === bestScore && prior > bestPrior)) {
        best = child
        bestScore = score
        bestPrior = prior
      }
    }
    return best
  }
}
