import { Flag, NONE, explorationTerms, type ExploredFold, type NodeId, type TreeView } from '@espalier/core'
import { NODE_FLAGS, type Candidate, type NodeDetail } from './node.ts'

/** Steps of a candidate's line at most. */
const MAX_LINE = 64

/** A node's statistics, read off a tree. */
export function nodeDetail(tree: TreeView, node: NodeId): NodeDetail {
  const parent = tree.parent(node)
  let siblingVisits = tree.visits(node)
  if (parent !== NONE) {
    siblingVisits = 0
    for (let x = tree.firstChild(parent); x !== NONE; x = tree.nextSibling(x)) siblingVisits += tree.visits(x)
  }
  return read(tree, node, siblingVisits)
}

/** The nodes from the root down to `node`. */
export function pathDetails(tree: TreeView, node: NodeId): NodeDetail[] {
  const path: NodeDetail[] = []
  for (let x = node; x !== NONE; x = tree.parent(x)) path.push(nodeDetail(tree, x))
  return path.reverse()
}

/** A node's children as candidates: most visits first, then the higher mean, then the older node. */
export function candidatesOf(fold: ExploredFold, node: NodeId): Candidate[] {
  const { tree } = fold
  const terms = explorationTerms(fold, node)
  const children: NodeId[] = []
  let visits = 0
  let best = -Infinity
  for (let x = tree.firstChild(node); x !== NONE; x = tree.nextSibling(x)) {
    children.push(x)
    visits += tree.visits(x)
    if (tree.visits(x) > 0) best = Math.max(best, tree.q(x))
  }
  return children
    .sort((a, b) => compare(tree, a, b))
    .map((child) => {
      const detail = read(tree, child, visits)
      return {
        ...detail,
        bestPath: bestPath(tree, child),
        lowerBound: lowerBound(detail),
        gap: detail.q === null ? null : detail.q - best,
        exploration: terms.get(child) ?? null,
      }
    })
}

function lowerBound({ q, deviation, visits }: NodeDetail): number | null {
  return q === null || deviation === null || visits < 2 ? null : q - (1.96 * deviation) / Math.sqrt(visits)
}

/** The child that {@link candidatesOf} puts first; `NONE` without children. */
export function bestChild(tree: TreeView, node: NodeId): NodeId {
  let best = tree.firstChild(node)
  for (let x = best; x !== NONE; x = tree.nextSibling(x)) if (compare(tree, x, best) < 0) best = x
  return best
}

function bestPath(tree: TreeView, node: NodeId): string[] {
  const labels: string[] = []
  for (let x = bestChild(tree, node); x !== NONE && labels.length < MAX_LINE; x = bestChild(tree, x)) {
    if (tree.visits(x) === 0) break
    labels.push(tree.label(x))
  }
  return labels
}

function compare(tree: TreeView, a: NodeId, b: NodeId): number {
  const visits = tree.visits(b) - tree.visits(a)
  if (visits !== 0 || tree.visits(a) === 0) return visits === 0 ? a - b : visits
  return tree.q(b) - tree.q(a) || a - b
}

function read(tree: TreeView, node: NodeId, siblingVisits: number): NodeDetail {
  const parent = tree.parent(node)
  const visits = tree.visits(node)
  const q = tree.q(node)
  const value = tree.value(node)
  const weight = parent === NONE ? tree.prior(node) : tree.priorSum(parent)
  return {
    node,
    parent: parent === NONE ? null : parent,
    depth: tree.depth(node),
    label: tree.label(node),
    source: tree.source(node) ?? null,
    visits,
    pending: tree.pending(node),
    q: visits === 0 ? null : q,
    deviation: visits === 0 ? null : Math.sqrt(Math.max(0, tree.valueSqSum(node) / visits - q * q)),
    max: visits === 0 ? null : tree.valueMax(node),
    value: Number.isNaN(value) ? null : value,
    prior: tree.prior(node),
    priorShare: weight > 0 ? Math.min(1, tree.prior(node) / weight) : 0,
    visitShare: siblingVisits > 0 ? visits / siblingVisits : 0,
    children: tree.childCount(node),
    openChildren: tree.openChildren(node),
    flags: NODE_FLAGS.filter((flag) => tree.has(node, Flag[flag])),
  }
}
