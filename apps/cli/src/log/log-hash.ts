import { createHash } from 'node:crypto'
import { Flag, type NodeId, type SearchEvent, type TreeView } from '@espalier/core'

/** SHA-256 over a log's events, each as its JSON and a line feed; the clock readings of the envelopes are left out. */
export interface LogHash {
  add(event: SearchEvent): void
  /** 64 hexadecimal digits over the events so far. */
  digest(): string
}

export function createLogHash(): LogHash {
  const hash = createHash('sha256')
  return {
    add: (event) => void hash.update(`${JSON.stringify(event)}\n`),
    digest: () => hash.copy().digest('hex'),
  }
}

const FLAGS = Object.values(Flag)

/** SHA-256 over everything that a tree holds, node by node: equal for a live tree and for the fold of its log, or one is wrong. */
export function hashTree(tree: TreeView): string {
  const hash = createHash('sha256')
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
    hash.update(`${JSON.stringify([...numbers, tree.label(node), tree.source(node) ?? null])}\n`)
  }
  return hash.digest('hex')
}
