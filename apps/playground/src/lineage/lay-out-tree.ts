import type { RefinementNode } from '@espalier/protocol'

export interface TreeLayout {
  /** Columns and rows from 0, by node: the root is left, every end has a row of its own, a parent stands in the middle of its children. */
  readonly places: ReadonlyMap<number, { readonly column: number; readonly row: number }>
  readonly columns: number
  readonly rows: number
}

/** Lays a tree of refinements out from left to right. Parents come before their children in `nodes`. */
export function layOutTree(nodes: readonly Pick<RefinementNode, 'node' | 'parent' | 'depth'>[]): TreeLayout {
  const children = new Map<number, number[]>(nodes.map(({ node }) => [node, []]))
  for (const { node, parent } of nodes) if (parent !== null) children.get(parent)?.push(node)
  const rows = new Map<number, number>()
  let next = 0
  // Ends get their rows in the order in which a walk down the tree meets them.
  const waiting = nodes.length === 0 ? [] : [nodes[0]!.node]
  while (waiting.length > 0) {
    const node = waiting.pop()!
    const below = children.get(node)!
    if (below.length === 0) rows.set(node, next++)
    else waiting.push(...below.toReversed())
  }
  for (const { node } of nodes.toReversed()) {
    const below = children.get(node)!
    if (below.length > 0) rows.set(node, (rows.get(below[0]!)! + rows.get(below.at(-1)!)!) / 2)
  }
  return {
    places: new Map(nodes.map(({ node, depth }) => [node, { column: depth, row: rows.get(node)! }])),
    columns: nodes.reduce((most, { depth }) => Math.max(most, depth + 1), 0),
    rows: next,
  }
}
