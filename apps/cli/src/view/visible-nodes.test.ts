import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ROOT, Tree } from '@espalier/core'
import { pathTo, visibleNodes } from './visible-nodes.ts'

/** Parents (as a share of the nodes before) and how often each node was visited on its own. */
const trees = fc
  .array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(4)), { maxLength: 60 })
  .map((nodes) => {
    const tree = new Tree()
    tree.add(-1, 1, 'root', 0)
    for (const [share, visits] of nodes) {
      const node = tree.add(Math.floor(share * tree.size), 0.5, 'step', 0)
      for (let i = 0; i < visits; i++) tree.backup(node, 0.5)
    }
    return tree
  })

describe('visibleNodes', () => {
  it('are a tree of the size allowed that holds the path asked for', () => {
    fc.assert(
      fc.property(trees, fc.integer({ min: 1, max: 80 }), fc.nat(), (tree, limit, pick) => {
        const keep = pick % tree.size
        const visible = visibleNodes(tree, limit, keep)
        expect(visible.size).toBe(Math.min(limit, tree.size))
        for (const node of visible) expect(node === ROOT || visible.has(tree.parent(node))).toBe(true)
        const path = pathTo(tree, keep)
        if (path.length <= limit) expect(path.every((node) => visible.has(node))).toBe(true)
      }),
    )
  })

  it('leave out no node that was visited more than one they show', () => {
    fc.assert(
      fc.property(trees, fc.integer({ min: 1, max: 30 }), (tree, limit) => {
        const visible = visibleNodes(tree, limit)
        const fewest = Math.min(...[...visible].map((node) => tree.visits(node)))
        for (let node = 0; node < tree.size; node++)
          if (!visible.has(node)) expect(tree.visits(node)).toBeLessThanOrEqual(fewest)
      }),
    )
  })

  it('are none for an empty tree', () => expect(visibleNodes(new Tree(), 5).size).toBe(0))
})
