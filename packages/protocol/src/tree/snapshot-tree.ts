import { Flag, NONE, type NodeId, type TreeView } from '@espalier/core'

/** What a snapshot stores of each node, one column a kind. Lengths: the number of nodes. */
export interface TreeColumns {
  readonly parent: Int32Array
  readonly visits: Int32Array
  readonly pending: Int32Array
  readonly valueSum: Float64Array
  readonly valueSqSum: Float64Array
  readonly valueMax: Float32Array
  readonly value: Float32Array
  readonly prior: Float32Array
  /** {@link Flag} bits. */
  readonly flags: Uint16Array
  readonly labels: readonly string[]
  /** Names of generators, only where given. */
  readonly sources: ReadonlyMap<NodeId, string>
}

/** Links, depths and counts of a tree, as its parents give them. */
export interface TreeLinks {
  readonly firstChild: Int32Array
  readonly nextSibling: Int32Array
  readonly childCount: Int32Array
  readonly openChildren: Int32Array
  readonly depth: Int32Array
  readonly priorSum: Float32Array
}

/** A tree that was read from a snapshot. It does not change; its columns may be read directly. */
export interface SnapshotTree extends TreeView {
  readonly columns: TreeColumns
  readonly links: TreeLinks
}

export function snapshotTree(columns: TreeColumns): SnapshotTree {
  const links = linksOf(columns)
  const { visits, valueSum, valueSqSum, valueMax, value, prior, flags, labels, sources } = columns
  return {
    columns,
    links,
    size: visits.length,
    parent: (node) => columns.parent[node]!,
    firstChild: (node) => links.firstChild[node]!,
    nextSibling: (node) => links.nextSibling[node]!,
    childCount: (node) => links.childCount[node]!,
    depth: (node) => links.depth[node]!,
    visits: (node) => visits[node]!,
    pending: (node) => columns.pending[node]!,
    valueSum: (node) => valueSum[node]!,
    valueSqSum: (node) => valueSqSum[node]!,
    valueMax: (node) => valueMax[node]!,
    value: (node) => value[node]!,
    q: (node) => valueSum[node]! / visits[node]!,
    prior: (node) => prior[node]!,
    priorSum: (node) => links.priorSum[node]!,
    has: (node, bits) => (flags[node]! & bits) === bits,
    openChildren: (node) => links.openChildren[node]!,
    label: (node) => labels[node]!,
    source: (node) => sources.get(node),
  }
}

/** A child's id is above its parent's and children are linked in order of their ids, so one pass is enough. */
function linksOf({ parent, prior, flags }: TreeColumns): TreeLinks {
  const size = parent.length
  const links = {
    firstChild: new Int32Array(size).fill(NONE),
    nextSibling: new Int32Array(size).fill(NONE),
    childCount: new Int32Array(size),
    openChildren: new Int32Array(size),
    depth: new Int32Array(size),
    priorSum: new Float32Array(size),
  }
  const lastChild = new Int32Array(size).fill(NONE)
  for (let node = 1; node < size; node++) {
    const up = parent[node]!
    const last = lastChild[up]!
    if (last === NONE) links.firstChild[up] = node
    else links.nextSibling[last] = node
    lastChild[up] = node
    links.childCount[up]! += 1
    if ((flags[node]! & Flag.closed) === 0) links.openChildren[up]! += 1
    links.depth[node] = links.depth[up]! + 1
    links.priorSum[up]! += prior[node]!
  }
  return links
}
