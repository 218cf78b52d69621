import type { Draw } from '../random.ts'
import type { SearchPolicy, SelectContext, WidenFn } from '../search/policy.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'
import { evaluateFirst } from './newborn.ts'
import { bestAnswer } from './recommend.ts'

/**
 * Wider or deeper at a node: the node itself for one more child of it, or the child to go to among those that are open, evaluated and not in
 * `skip`; NONE where there is neither.
 */
export type AbChooseFn = (
  tree: Tree,
  node: NodeId,
  mayGenerate: boolean,
  skip: ReadonlySet<NodeId>,
  draw: Draw,
) => NodeId

export interface AbMctsOptions {
  /** Whether several steps may be asked for at a node at once, as independent samples; else one at a time, different from its siblings. */
  readonly isIndependent: boolean
  /** Never more children than this. */
  readonly maxChildren: number
}

/**
 * Adaptive branching MCTS (Inoue 2025, §3): at every node on the way down, `choose` decides between one more child and those that are there.
 * New children are evaluated first, in order of creation. For searches without rewards, as the paper's are.
 */
export function abMctsPolicy(choose: AbChooseFn, { isIndependent, maxChildren }: AbMctsOptions): SearchPolicy {
  function canGenerate(tree: Tree, node: NodeId): boolean {
    if (tree.has(node, Flag.exhausted) || tree.has(node, Flag.terminal) || tree.childCount(node) >= maxChildren)
      return false
    return isIndependent || !tree.has(node, Flag.generating)
  }

  /** Down from the focus; NONE where everything below waits for trials in flight. */
  function descend(tree: Tree, context: SelectContext): NodeId {
    const skip = new Set<NodeId>()
    let node = context.focus
    for (;;) {
      if (!tree.has(node, Flag.evaluated)) return tree.has(node, Flag.evaluating) ? NONE : node
      const chosen = choose(tree, node, canGenerate(tree, node), skip, context.draw)
      if (chosen === node) return node
      if (chosen !== NONE) {
        node = chosen
        continue
      }
      if (tree.has(node, Flag.generating) || tree.openChildren(node) > 0) skip.add(node)
      else context.close(node, 'exhausted')
      if (node === context.focus) return NONE
      node = context.focus
    }
  }

  const widen: WidenFn = (tree, node) => (tree.has(node, Flag.evaluated) && !tree.has(node, Flag.exhausted) ? 1 : 0)

  return {
    widen,
    recommend: bestAnswer,
    proposals: isIndependent ? 'independent' : 'distinct',
    select: evaluateFirst((tree, context) => (tree.has(context.focus, Flag.closed) ? NONE : descend(tree, context))),
  }
}

/** Whether a child may be gone to. */
export function isOpenChild(tree: Tree, child: NodeId, skip: ReadonlySet<NodeId>): boolean {
  return !tree.has(child, Flag.closed) && tree.has(child, Flag.evaluated) && !skip.has(child)
}

export function hasOpenChild(tree: Tree, node: NodeId, skip: ReadonlySet<NodeId>): boolean {
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child))
    if (isOpenChild(tree, child, skip)) return true
  return false
}
