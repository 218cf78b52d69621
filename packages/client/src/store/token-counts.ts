import { NONE, type Fold, type NodeId, type SearchEvent } from '@espalier/core'

/** Tokens that the trials at a node and below have read and written: what a subtree cost. */
export interface TokenCounts {
  at(node: NodeId): number
}

/** Token counts of a fold, kept up beside it. */
export interface TokenCounter extends TokenCounts {
  /** Takes an event in; to be called before the fold applies it. */
  before(fold: Fold, event: SearchEvent): void
  /** The counts of the first `nodes` nodes; a copy. */
  copy(nodes: number): Float64Array
}

/** `counts`: to begin with, as `copy` gave them. */
export function createTokenCounter(counts?: Float64Array): TokenCounter {
  let columns = new Float64Array(Math.max(1024, (counts?.length ?? 0) * 2))
  if (counts !== undefined) columns.set(counts)
  return {
    at: (node) => columns[node] ?? 0,
    before: ({ tree, openTrials }, event) => {
      if (event.type !== 'trial-end' || event.usage === undefined) return
      const tokens = event.usage.promptTokens + event.usage.completionTokens
      if (tree.size > columns.length) {
        const grown = new Float64Array(tree.size * 2)
        grown.set(columns)
        columns = grown
      }
      for (let x = openTrials.get(event.trial) ?? NONE; x !== NONE; x = tree.parent(x)) columns[x]! += tokens
    },
    copy: (nodes) => {
      const copied = new Float64Array(nodes)
      copied.set(columns.subarray(0, nodes))
      return copied
    },
  }
}
