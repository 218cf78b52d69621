import type { SelectFn } from '../search/policy.ts'
import { Flag, NONE, ROOT, type NodeId, type Tree } from '../tree/tree.ts'
import { isInPlay } from './in-play.ts'
import { isExpanded } from './widen.ts'

/**
 * Beam search: every node of the beam is asked for steps, their children are evaluated, the `width` best children are the next
 * beam and the others are pruned. Ties go to the older node. A level waits for its last result: that is what a beam is.
 * A new focus starts a beam of its own. `isDiverse`: after the first level every beam goes on by itself with its best child, so that
 * different beginnings stay in the race (diverse verifier tree search, Beeching 2024).
 */
export function beamSelect(width: number, isDiverse = false): SelectFn {
  let focus = ROOT
  let beam: readonly NodeId[] = [ROOT]

  return (tree, context) => {
    if (context.focus !== focus) {
      focus = context.focus
      beam = [focus]
    }
    for (;;) {
      beam = beam.filter((node) => isInPlay(tree, node, focus))
      for (const node of beam) if (isDue(tree, node)) return node
      if (!beam.every((node) => hasItsSteps(tree, node))) return NONE
      const next = beam.flatMap((node) => childrenOf(tree, node)).filter((node) => !tree.has(node, Flag.closed))
      const unevaluated = next.filter((node) => !tree.has(node, Flag.evaluated))
      const waiting = unevaluated.find((node) => !tree.has(node, Flag.evaluating))
      if (waiting !== undefined) return waiting
      if (unevaluated.length > 0 || next.length === 0) return NONE
      next.sort((a, b) => tree.value(b) - tree.value(a) || a - b)
      const kept = isDiverse && beam[0] !== focus ? firstOfEach(tree, next) : next.slice(0, width)
      const keeps = new Set(kept)
      for (const node of next) if (!keeps.has(node)) context.close(node, 'pruned')
      beam = kept
    }
  }
}

/** Whether a node of the beam can be worked at now: it needs a value or steps, and no trial is bringing them. */
function isDue(tree: Tree, node: NodeId): boolean {
  if (!tree.has(node, Flag.evaluated)) return !tree.has(node, Flag.evaluating)
  return !hasItsSteps(tree, node) && !tree.has(node, Flag.generating)
}

function hasItsSteps(tree: Tree, node: NodeId): boolean {
  return isExpanded(tree, node) && !tree.has(node, Flag.generating)
}

/** The first of every parent's children, in the given order. */
function firstOfEach(tree: Tree, nodes: readonly NodeId[]): NodeId[] {
  const parents = new Set<NodeId>()
  return nodes.filter((node) => {
    const isFirst = !parents.has(tree.parent(node))
    parents.add(tree.parent(node))
    return isFirst
  })
}

function childrenOf(tree: Tree, node: NodeId): NodeId[] {
  const children: NodeId[] = []
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) children.push(child)
  return children
}
