import { Flag, type NodeId, type TreeView } from '@espalier/core'

/** Numbers of a node that a query can compare. */
const NUMBERS = {
  q: (tree: TreeView, node: NodeId) => tree.q(node),
  n: (tree: TreeView, node: NodeId) => tree.visits(node),
  value: (tree: TreeView, node: NodeId) => tree.value(node),
  max: (tree: TreeView, node: NodeId) => (tree.visits(node) === 0 ? Number.NaN : tree.valueMax(node)),
  prior: (tree: TreeView, node: NodeId) => tree.prior(node),
  depth: (tree: TreeView, node: NodeId) => tree.depth(node),
  children: (tree: TreeView, node: NodeId) => tree.childCount(node),
  pending: (tree: TreeView, node: NodeId) => tree.pending(node),
  id: (_tree: TreeView, node: NodeId) => node,
} as const
export type QueryNumber = keyof typeof NUMBERS
export const QUERY_NUMBERS = Object.keys(NUMBERS) as readonly QueryNumber[]

/** States of a node that a query can ask for: core's flags by name, and `open`, `pending` and `leaf`. */
const STATUSES = {
  ...(Object.fromEntries(
    Object.entries(Flag).map(([name, bits]) => [name, (tree: TreeView, node: NodeId) => tree.has(node, bits)]),
  ) as Record<keyof typeof Flag, StatusFn>),
  open: (tree: TreeView, node: NodeId) => !tree.has(node, Flag.closed),
  pending: (tree: TreeView, node: NodeId) => tree.pending(node) > 0,
  leaf: (tree: TreeView, node: NodeId) => tree.childCount(node) === 0,
} as const
type StatusFn = (tree: TreeView, node: NodeId) => boolean
export type QueryStatus = keyof typeof STATUSES
export const QUERY_STATUSES = Object.keys(STATUSES) as readonly QueryStatus[]

export type Comparison = '<' | '<=' | '>' | '>=' | '='

/** One condition; a node must meet all of a query's. `not`: it must not meet this one. */
export type QueryTerm = { readonly not: boolean } & (
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'number'; readonly field: QueryNumber; readonly comparison: Comparison; readonly value: number }
  | { readonly type: 'status'; readonly status: QueryStatus }
)

export interface NodeQuery {
  readonly terms: readonly QueryTerm[]
}

/** Whether a node meets a query. Text is looked for in its label and its source, without regard to case. What it has no number for meets no comparison. */
export function matchesQuery(tree: TreeView, node: NodeId, { terms }: NodeQuery): boolean {
  return terms.every((term) => meets(tree, node, term) !== term.not)
}

/** The nodes that meet a query, oldest first, at most `limit` (1,000 unless given). None for an empty query: it asks for nothing. */
export function findNodes(tree: TreeView, query: NodeQuery, limit = 1000): NodeId[] {
  const found: NodeId[] = []
  if (query.terms.length === 0) return found
  for (let node = 0; node < tree.size && found.length < limit; node++) {
    if (matchesQuery(tree, node, query)) found.push(node)
  }
  return found
}

function meets(tree: TreeView, node: NodeId, term: QueryTerm): boolean {
  switch (term.type) {
    case 'text':
      return hasText(tree.label(node), term.text) || hasText(tree.source(node) ?? '', term.text)
    case 'status':
      return STATUSES[term.status](tree, node)
    case 'number':
      return compare(NUMBERS[term.field](tree, node), term.comparison, term.value)
  }
}

const hasText = (label: string, text: string): boolean => label.toLowerCase().includes(text)

function compare(a: number, comparison: Comparison, b: number): boolean {
  switch (comparison) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    case '>=':
      return a >= b
    case '=':
      return a === b
  }
}
