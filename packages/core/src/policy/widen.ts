import { portableExp, portableLog } from '../portable-math.ts'
import type { WidenFn } from '../search/policy.ts'
import { ASKED } from '../tree/record.ts'
import type { NodeId, TreeView } from '../tree/tree.ts'

/** Whether a node's generator has given it steps: those that somebody inserted do not count. */
export function isExpanded(tree: TreeView, node: NodeId): boolean {
  return tree.has(node, ASKED) && tree.childCount(node) > 0
}

/**
 * The same number of steps at every node, asked for once; first when the node has been visited `afterVisits` times.
 * 0 asks together with the evaluation (one call gives value and steps); 1 spends nothing on steps from states that are not chosen again.
 */
export function fixedWidth(children: number, afterVisits = 0): WidenFn {
  return (tree, node) =>
    isExpanded(tree, node) || (tree.visits(node) < afterVisits && tree.depth(node) > 0) ? 0 : children
}

export interface ProgressiveWideningOptions {
  /** Children to begin with. */
  readonly initial: number
  /** Factor and exponent of the bound k * N^alpha. alpha in [0, 1). */
  readonly k: number
  readonly alpha: number
  /** Never more children than this. */
  readonly max: number
  /** Visits before the first steps are asked for (see {@link fixedWidth}). */
  readonly afterVisits: number
}

/**
 * Progressive widening: at most max(initial, k * N^alpha) children at N visits (Coulom 2007; Chaslot 2008), one more at a time. When all
 * children are closed, one more is asked for whatever the bound says: the node is finished only when its generator is.
 */
export function progressiveWidening(options: ProgressiveWideningOptions): WidenFn {
  const { initial, k, alpha, max, afterVisits } = options
  return (tree, node) => {
    const children = tree.childCount(node)
    const visits = tree.stateVisits(node)
    if (children === 0) return visits < afterVisits && tree.depth(node) > 0 ? 0 : Math.min(initial, max)
    if (children >= max) return 0
    if (tree.openChildren(node) === 0) return 1
    const grown = alpha === 0.5 ? Math.sqrt(visits) : portableExp(alpha * portableLog(Math.max(1, visits)))
    // Whole powers come out a little below the whole number.
    return children < Math.floor(k * grown + 1e-9) ? 1 : 0
  }
}
