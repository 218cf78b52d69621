import type { SelectFn, WidenFn } from '../search/policy.ts'
import {
  ASKED,
  CLOSED,
  EVALUATED,
  EVALUATING,
  EXHAUSTED,
  FLAGS_AND_OPEN,
  GENERATING,
  TERMINAL,
  WORDS,
} from '../tree/record.ts'
import { NONE, type NodeId, type Tree } from '../tree/tree.ts'

/**
 * The child to go to from `node`, or NONE if none may be taken. Must pass over closed children, and over those in `skip`
 * (their subtrees are wholly in flight).
 */
export type PickChildFn = (tree: Tree, node: NodeId, skip: ReadonlySet<NodeId> | null) => NodeId

export interface DescendOptions {
  /** Which nodes are evaluated: all of them (default), or only those that are finished. */
  readonly values?: 'all' | 'ends'
}

/**
 * Selection by descent (the first phase of MCTS, Browne 2012 §3.1): from the focus down along picked children to the first node
 * that has no value yet, or that `widen` wants more steps at.
 *
 * A node that a trial evaluates right now is not handed out again: the descent goes back a step and tries elsewhere. A node with nothing left to ask
 * is closed on the way, so an exhausted tree ends the search.
 */
export function descend(pick: PickChildFn, widen: WidenFn, { values = 'all' }: DescendOptions = {}): SelectFn {
  // Where only ends of lines are judged, a node inside is gone on from once its generator has answered.
  const known = values === 'all' ? EVALUATED : ASKED
  const underWay = values === 'all' ? EVALUATING : EVALUATING | GENERATING
  return (tree, context) => {
    let skip: Set<NodeId> | null = null
    let node = context.focus
    if (tree.has(node, CLOSED)) return NONE
    for (;;) {
      const flags = tree.i32[node * WORDS + FLAGS_AND_OPEN]!
      let blocked: boolean
      if ((flags & ((flags & TERMINAL) === 0 ? known : EVALUATED)) === 0) {
        if ((flags & underWay) === 0) return node
        blocked = true
      } else {
        if ((flags & (GENERATING | EXHAUSTED | TERMINAL)) === 0 && widen(tree, node) > 0) return node
        const child = pick(tree, node, skip)
        if (child >= 0) {
          node = child
          continue
        }
        blocked = (flags & GENERATING) !== 0 || tree.openChildren(node) > 0
      }
      if (blocked) (skip ??= new Set()).add(node)
      else context.close(node, 'exhausted')
      if (node === context.focus) return NONE
      // Another descent from the focus would come by the parent again: nothing above it has changed.
      node = tree.parent(node)
    }
  }
}
