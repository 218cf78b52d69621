import type { SelectFn } from '../search/policy.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'

/** Single precision, in which values are kept, must not keep a proof from being one. */
const CLOSE_ENOUGH = 1e-6

/**
 * Proofs on the way up (MCTS-Solver: Winands 2008): once a closed child is known to bring at least `best`, the largest return that there can
 * be, nothing better can be found at its parent, which is closed as proven, and so on up. A node whose children are all closed is worth its
 * best child; what was pruned or given up proves nothing. With discounts of -1 the same rule is that of two players.
 */
export function withProofs(select: SelectFn, best: number): SelectFn {
  const proven = provenReturns(best - CLOSE_ENOUGH)
  return (tree, context) => {
    for (;;) {
      const node = select(tree, context)
      const solved = node === NONE ? NONE : topmostSolved(tree, node, context.focus)
      if (solved === NONE) return node
      context.close(solved, 'proven')
    }
  }

  /** The highest node from `node` to the focus that has a proven best child. */
  function topmostSolved(tree: Tree, node: NodeId, focus: NodeId): NodeId {
    let found = NONE
    for (let x = node; x !== NONE; x = x === focus ? NONE : tree.parent(x))
      for (let child = tree.firstChild(x); child !== NONE; child = tree.nextSibling(child))
        if (tree.has(child, Flag.closed) && proven(tree, child) >= best - CLOSE_ENOUGH) found = x
    return found
  }
}

/** What a closed child is known to bring at least: its own value at the end of a line, its best child's return above. -Infinity if nothing is. */
function provenReturns(best: number): (tree: Tree, node: NodeId) => number {
  const known = new Map<NodeId, { readonly visits: number; readonly value: number }>()

  return function returnOf(tree: Tree, node: NodeId): number {
    if (!tree.has(node, Flag.closed) || tree.has(node, Flag.pruned)) return Number.NEGATIVE_INFINITY
    const cached = known.get(node)
    if (cached?.visits === tree.visits(node)) return cached.value
    let value = tree.has(node, Flag.terminal | Flag.evaluated) ? tree.value(node) : Number.NEGATIVE_INFINITY
    let isCertain = true
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
      const below = returnOf(tree, child)
      if (below > value) value = below
      if (below === Number.NEGATIVE_INFINITY) isCertain = false
    }
    const step = tree.transition(node)
    // What is not known of a child might be better for it, and so worse for whom it is taken from.
    const isBound = step === undefined || step.discount >= 0 || isCertain || value >= best
    if (!isBound || value === Number.NEGATIVE_INFINITY) value = Number.NEGATIVE_INFINITY
    else if (step !== undefined) value = step.reward + step.discount * value
    known.set(node, { visits: tree.visits(node), value })
    return value
  }
}
