import { portableLog } from '../portable-math.ts'
import type { SelectFn, WidenFn } from '../search/policy.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'
import type { Estimates } from './estimates.ts'
import { isInPlay } from './in-play.ts'

export interface RefineOptions {
  /** Weight of the exploration term. At least 0. */
  readonly c: number
  readonly estimates: Estimates
}

/** Keeps the square root finite (Zhang 2024, eq. 2). */
const EPSILON = 1e-6

/**
 * MCTSr's selection (Zhang 2024, §3.3 and §3.5): every node is a whole answer, and a step refines it. All nodes compete, not the siblings on a
 * way down: argmax of Q(a) + c sqrt((ln N(parent) + 1) / (N(a) + epsilon)), among those that still take refinements: a node is done when it
 * has its full number of children and one of them is worth more than itself. Looks at every node; a refinement costs a call of a model.
 */
export function refineSelect({ c, estimates }: RefineOptions, widen: WidenFn): SelectFn {
  function score(tree: Tree, node: NodeId): number {
    const parent = node === 0 ? node : tree.parent(node)
    const tries = tree.visits(parent) + tree.pending(parent)
    const own = tree.visits(node) + tree.pending(node)
    return estimates.of(tree, node) + c * Math.sqrt((portableLog(Math.max(1, tries)) + 1) / (own + EPSILON))
  }

  return (tree, context) => {
    let best = NONE
    let highest = Number.NEGATIVE_INFINITY
    for (let node = context.focus; node < tree.size; node++) {
      if (!takesMore(tree, node, widen) || !isInPlay(tree, node, context.focus)) continue
      const scored = score(tree, node)
      if (scored > highest) [best, highest] = [node, scored]
    }
    return best
  }
}

function takesMore(tree: Tree, node: NodeId, widen: WidenFn): boolean {
  const isReady = tree.has(node, Flag.evaluated) && !tree.has(node, Flag.generating) && !tree.has(node, Flag.exhausted)
  return isReady && !tree.has(node, Flag.terminal) && widen(tree, node) > 0
}

/** One refinement at a time, until there are `children` and one of them is worth more than the node. Never more than `most`. */
export function refineWidth(children: number, most: number): WidenFn {
  return (tree, node) => {
    const count = tree.childCount(node)
    if (count < children) return 1
    if (count >= most) return 0
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child))
      if (tree.visits(child) > 0 && tree.q(child) > tree.value(node)) return 0
    return 1
  }
}
