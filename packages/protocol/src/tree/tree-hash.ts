import { Flag, type NodeId, type TreeView } from '@espalier/core'
import { createTextHash } from '../sha256.ts'

const FLAGS = Object.values(Flag)

/** SHA-256 over everything that a tree holds, node by node: equal for a live tree and for the fold of its log, or one is wrong. */
export function hashTree(tree: TreeView): string {
  const hash = createTextHash()
  for (let node: NodeId = 0; node < tree.size; node++) {
    const numbers = [
      tree.parent(node),
      tree.visits(node),
      tree.pending(node),
      tree.valueSum(node),
      tree.valueSqSum(node),
      tree.visits(node) === 0 ? null : tree.valueMax(node),
      tree.has(node, Flag.evaluated) ? tree.value(node) : null,
      tree.prior(node),
      tree.openChildren(node),
      FLAGS.reduce((bits, flag) => bits | (tree.has(node, flag) ? flag : 0), 0),
    ]
    const step = tree.transition(node)
    const brings: unknown[] = step === undefined ? [] : [step.reward, step.discount]
    if (tree.original(node) !== node) brings.push('same', tree.original(node))
    hash.add(`${JSON.stringify([...numbers, tree.label(node), tree.source(node) ?? null, ...brings])}\n`)
  }
  return hash.digest()
}
