import { NONE, Tree } from '@espalier/core'
import fc from 'fast-check'

/** Trees of all shapes: from chains to a root with hundreds of leaves; some nodes visited, some not. */
export const anyTree: fc.Arbitrary<Tree> = fc
  .record({
    size: fc.integer({ min: 1, max: 160 }),
    /** 0: every node below the newest, a chain. 1: every node below one of the oldest, broad. */
    breadth: fc.double({ min: 0, max: 1, noNaN: true }),
    draws: fc.array(fc.nat(1_000_000), { minLength: 60, maxLength: 60 }),
  })
  .map(({ size, breadth, draws }) => {
    const tree = new Tree()
    const draw = (i: number, of: number): number => (draws[i % draws.length]! + i * 7919) % of
    tree.add(NONE, 1, 'root', 0)
    for (let node = 1; node < size; node++) {
      const reach = Math.max(1, Math.floor(node * (breadth < 0.5 ? 1 - breadth * 2 : (1 - breadth) * 2)))
      const parent = breadth < 0.5 ? node - 1 - draw(node, reach) : draw(node, reach)
      tree.add(Math.max(0, Math.min(node - 1, parent)), draw(node, 100) / 100, `step ${node}`, 0)
      if (draw(node, 3) > 0) tree.backup(draw(node * 3, tree.size), draw(node, 1000) / 1000)
    }
    const parents = Array.from({ length: size }, (_, node) => tree.parent(node))
    return Object.assign(tree, { [fc.toStringMethod]: () => `tree with parents ${parents.join(' ')}` })
  })

/** A node's children, oldest first. */
export function childrenOf(tree: Tree, node: number): number[] {
  const children: number[] = []
  for (let x = tree.firstChild(node); x !== NONE; x = tree.nextSibling(x)) children.push(x)
  return children
}

/** All nodes, each before its children, siblings in order. */
export function depthFirst(tree: Tree): number[] {
  const order: number[] = []
  const waiting = [0]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    order.push(node)
    waiting.push(...childrenOf(tree, node).reverse())
  }
  return order
}
