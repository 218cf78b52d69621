import { NONE, ROOT, type NodeId, type TreeView } from '@espalier/core'

/**
 * The node-link layout of a growing tree. Every leaf has a column of its own, one unit wide, in the order of the tree; a parent stands
 * in the middle between its first and its last child. Nothing is kept in absolute places: of each subtree its width and where its top
 * stands in it. A new node therefore changes its ancestors and nothing else, and they are read off from the top for what is visible.
 */
export interface TidyLayout {
  readonly tree: TreeView
  /** Takes in the nodes that the tree has got since the last call. */
  update(): void
  /** Columns of a subtree, at least 1. */
  width(node: NodeId): number
  /** Where a node stands, from the left edge of its subtree. */
  centre(node: NodeId): number
  /** Left edge of a subtree, from that of `root`. Costs a look at every sibling on the way. */
  left(node: NodeId, root?: NodeId): number
  /** Whether what is below a node is folded away. */
  isCollapsed(node: NodeId): boolean
  /** Folds away what is below a node, or unfolds it. */
  setCollapsed(node: NodeId, collapsed: boolean): void
}

export function createTidyLayout(tree: TreeView): TidyLayout {
  let size = 0
  let capacity = 1024
  /** Columns of the children together; 0 without children. */
  let inner = new Uint32Array(capacity)
  let centres = new Float64Array(capacity)
  let lastChild = new Int32Array(capacity)
  const collapsed = new Set<NodeId>()

  const isLeaf = (node: NodeId): boolean => inner[node] === 0 || (collapsed.size > 0 && collapsed.has(node))
  const width = (node: NodeId): number => (isLeaf(node) ? 1 : inner[node]!)

  function grow(least: number): void {
    while (capacity < least) capacity *= 2
    inner = widened(inner, new Uint32Array(capacity))
    centres = widened(centres, new Float64Array(capacity))
    lastChild = widened(lastChild, new Int32Array(capacity))
  }

  /** Where a node stands, worked out from its children. */
  function centreOf(node: NodeId): number {
    if (isLeaf(node)) return 0.5
    const last = lastChild[node]!
    return (centres[tree.firstChild(node)]! + inner[node]! - width(last) + centres[last]!) / 2
  }

  /** Adds to the columns of a node's children, and puts right what depends on it further up. */
  function widen(start: NodeId, columns: number): void {
    let change = columns
    for (let node = start; node !== NONE; node = tree.parent(node)) {
      const before = width(node)
      inner[node]! += change
      const centre = centreOf(node)
      change = width(node) - before
      if (change === 0 && centre === centres[node]) return
      centres[node] = centre
    }
  }

  return {
    tree,
    update: () => {
      const next = tree.size
      if (next > capacity) grow(next)
      for (; size < next; size++) {
        centres[size] = 0.5
        const parent = tree.parent(size)
        if (parent === NONE) continue
        lastChild[parent] = size
        widen(parent, 1)
      }
    },
    width,
    centre: (node) => centres[node]!,
    left: (node, root = ROOT) => {
      let left = 0
      for (let x = node; x !== root && x !== ROOT; x = tree.parent(x)) {
        for (let y = tree.firstChild(tree.parent(x)); y !== x; y = tree.nextSibling(y)) left += width(y)
      }
      return left
    },
    isCollapsed: (node) => collapsed.has(node),
    setCollapsed: (node, fold) => {
      if (fold === collapsed.has(node) || node >= size) return
      const before = width(node)
      if (fold) collapsed.add(node)
      else collapsed.delete(node)
      centres[node] = centreOf(node)
      const parent = tree.parent(node)
      if (parent !== NONE) widen(parent, width(node) - before)
    },
  }
}

function widened<T extends { set(from: T): void }>(from: T, into: T): T {
  into.set(from)
  return into
}
