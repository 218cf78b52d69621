import { NONE, Tree, drawsOf } from '@espalier/core'

/** A tree as a search grows it: mostly below the older children, a few steps at a time, values backed up on the way. */
export function grownTree(nodes: number): Tree {
  const tree = new Tree(1024)
  const draw = drawsOf(1, 1)
  tree.add(NONE, 1, 'root', 0)
  while (tree.size < nodes) {
    let node = 0
    while (tree.childCount(node) > 0) {
      let place = Math.floor(draw() ** 2 * tree.childCount(node))
      node = tree.firstChild(node)
      while (place-- > 0) node = tree.nextSibling(node)
    }
    const width = 1 + Math.floor(draw() * 4)
    for (let i = 0; i < width && tree.size < nodes; i++) tree.add(node, 1 / width, 'a step', 0)
    tree.backup(node, draw())
  }
  return tree
}
