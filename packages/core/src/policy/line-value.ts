import { isBelow } from '../events/steering.ts'
import type { RecommendFn } from '../search/policy.ts'
import { Flag, NONE, type NodeId, type TreeView } from '../tree/tree.ts'
import { mostVisitedLeaf } from './recommend.ts'

/** A* orders by g + h: the rewards of the steps to a node less what steps cost, and `weight` times its value, each discounted on the way. */
export function lineValue(stepCost: number, weight: number): (tree: TreeView, node: NodeId) => number {
  return (tree, node) => {
    let rest = weight * tree.value(node)
    for (let x = node; tree.parent(x) !== NONE; x = tree.parent(x)) {
      const step = tree.transition(x)
      rest = (step === undefined ? rest : step.reward + step.discount * rest) - stepCost
    }
    return rest
  }
}

/** The answer at the end of the best line; without answers, the end of the most visited path. */
export function bestLine(value: (tree: TreeView, node: NodeId) => number): RecommendFn {
  return (tree, answer, _, root) => {
    let best = answer
    for (let node = root; node < tree.size && answer !== NONE; node++) {
      if (!tree.has(node, Flag.answer | Flag.evaluated) || !isBelow(tree, node, root)) continue
      if (value(tree, node) > value(tree, best)) best = node
    }
    return best === NONE ? mostVisitedLeaf(tree, root) : best
  }
}
