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
  // Links of its own: packed, they are read several times as fast as through the tree.
  let parents = new Int32Array(capacity)
  let firstChild = new Int32Array(capacity)
  let lastChild = new Int32Array(capacity)
  const collapsed = new Set<NodeId>()

  const isLeaf = (node: NodeId): boolean => inner[node] === 0 || (collapsed.size > 0 && collapsed.has(node))
  const width = (node: NodeId): number => (isLeaf(node) ? 1 : inner[node]!)

  function grow(least: number): void {
    while (capacity < least) capacity *= 2
    inner = widened(inner, new Uint32Array(capacity))
    centres = widened(centres, new Float64Array(capacity))
    parents = widened(parents, new Int32Array(capacity))
    firstChild = widened(firstChild, new Int32Array(capacity))
    lastChild = widened(lastChild, new Int32Array(capacity))
  }

  /** Where a node stands, worked out from its children. */
  function centreOf(node: NodeId): number {
    if (isLeaf(node)) return 0.5
    const last = lastChild[node]!
    return (centres[firstChild[node]!]! + inner[node]! - width(last) + centres[last]!) / 2
  }

  /** Links a new node to its parent; gives the parent. No node's child is the root, so 0 stands for none. */
  function link(node: NodeId): NodeId {
    const parent = tree.parent(node)
    parents[node] = parent
    centres[node] = 0.5
    if (parent === NONE) return NONE
    if (lastChild[parent] === 0) firstChild[parent] = node
    lastChild[parent] = node
    return parent
  }

  /** Adds to the columns of a node's children, and puts right what depends on it further up. */
  function widen(start: NodeId, columns: number): void {
    let change = columns
    for (let node = start; node !== NONE; node = parents[node]!) {
      const before = width(node)
      inner[node]! += change
      const centre = centreOf(node)
      change = width(node) - before
      if (change === 0 && centre === centres[node]) return
      centres[node] = centre
    }
  }

  /** Another way to the same, where nothing is folded away: the change is one column all the way up. */
  function widenByOne(start: NodeId): void {
    // A first child takes the column that its parent stood in.
    if (inner[start] === 0) inner[start] = 1
    else {
      for (let node = start; node !== NONE; node = parents[node]!) {
        const columns = inner[node]! + 1
        inner[node] = columns
        const last = lastChild[node]!
        const lastColumns = inner[last]!
        centres[node] =
          (centres[firstChild[node]!]! + columns - (lastColumns === 0 ? 1 : lastColumns) + centres[last]!) / 2
      }
    }
  }

  /** The same for all nodes at once, from the last to the first: children come behind their parents. */
  function layOut(): void {
    inner.fill(0)
    for (let node = size - 1; node >= 0; node--) {
      centres[node] = centreOf(node)
      if (node > ROOT) inner[parents[node]!]! += width(node)
    }
  }

  return {
    tree,
    update: () => {
      const next = tree.size
      if (next > capacity) grow(next)
      // Many nodes at once, as in a tree that is opened whole, are cheaper from scratch.
      if (next - size > size) {
        while (size < next) link(size++)
        return layOut()
      }
      while (size < next) {
        const parent = link(size++)
        if (collapsed.size > 0) widen(parent, 1)
        else widenByOne(parent)
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
      widen(parents[node]!, width(node) - before)
    },
  }
}

function widened<T extends { set(from: T): void }>(from: T, into: T): T {
  into.set(from)
  return into
}
