import { NONE, Tree } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTree, childrenOf, depthFirst } from '../../test/any-tree.ts'
import { createTidyLayout, type TidyLayout } from './tidy-layout.ts'

/** Width and centre of every subtree, worked out from the leaves up. `folded`: nodes with nothing shown below. */
function fromScratch(tree: Tree, folded: ReadonlySet<number> = new Set()) {
  const widths: number[] = []
  const centres: number[] = []
  for (let node = tree.size - 1; node >= 0; node--) {
    const children = folded.has(node) ? [] : childrenOf(tree, node)
    const last = children.at(-1)
    widths[node] = last === undefined ? 1 : children.reduce((sum, child) => sum + widths[child]!, 0)
    centres[node] =
      last === undefined ? 0.5 : (centres[children[0]!]! + widths[node]! - widths[last]! + centres[last]!) / 2
  }
  return { widths, centres }
}

const read = (layout: TidyLayout, size: number) => ({
  widths: Array.from({ length: size }, (_, node) => layout.width(node)),
  centres: Array.from({ length: size }, (_, node) => layout.centre(node)),
})

/** Where every node stands. */
const placesOf = (tree: Tree, layout: TidyLayout): number[] =>
  Array.from({ length: tree.size }, (_, node) => layout.left(node) + layout.centre(node))

/** The same tree again, node by node, as a live search adds them. */
function* growing(tree: Tree): Generator<Tree> {
  const grown = new Tree(1)
  for (let node = 0; node < tree.size; node++) {
    grown.add(tree.parent(node), 1, '', 0)
    yield grown
  }
}

describe('a tidy layout', () => {
  it('grown node by node is the layout made from scratch, to the bit', () => {
    fc.assert(
      fc.property(anyTree, fc.integer({ min: 1, max: 40 }), (tree, every) => {
        let layout: TidyLayout | undefined
        for (const grown of growing(tree)) {
          layout ??= createTidyLayout(grown)
          if (grown.size % every === 0) layout.update()
          if (grown.size % 50 !== 0 && grown.size !== tree.size) continue
          layout.update()
          expect(read(layout, grown.size)).toEqual(fromScratch(grown))
        }
      }),
    )
  })

  it('puts a parent in the middle of its children, and no two nodes of a row closer than a column', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const layout = createTidyLayout(tree)
        layout.update()
        const places = placesOf(tree, layout)
        for (let node = 0; node < tree.size; node++) {
          const children = childrenOf(tree, node)
          if (children.length === 0) continue
          expect(places[node]).toBeCloseTo((places[children[0]!]! + places[children.at(-1)!]!) / 2, 9)
        }
        const lastOfRow = new Map<number, number>()
        for (const node of depthFirst(tree)) {
          const before = lastOfRow.get(tree.depth(node))
          if (before !== undefined) expect(places[node]! - places[before]!).toBeGreaterThanOrEqual(1 - 1e-9)
          lastOfRow.set(tree.depth(node), node)
        }
      }),
    )
  })

  it('moves nothing within any subtree that a new node is not in', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        let layout: TidyLayout | undefined
        let before = { widths: [] as number[], centres: [] as number[] }
        for (const grown of growing(tree)) {
          layout ??= createTidyLayout(grown)
          layout.update()
          const after = read(layout, grown.size)
          const ancestors = new Set<number>()
          for (let x = grown.size - 1; x !== NONE; x = grown.parent(x)) ancestors.add(x)
          const others = before.widths.map((_, node) => node).filter((node) => !ancestors.has(node))
          expect(others.map((node) => [after.widths[node], after.centres[node]])).toEqual(
            others.map((node) => [before.widths[node], before.centres[node]]),
          )
          before = after
        }
      }),
      { numRuns: 20 },
    )
  })

  it('folds subtrees away and back, also while they grow', () => {
    fc.assert(
      fc.property(anyTree, fc.array(fc.nat(159), { maxLength: 12 }), (tree, places) => {
        const folded = new Set<number>()
        let layout: TidyLayout | undefined
        for (const grown of growing(tree)) {
          layout ??= createTidyLayout(grown)
          layout.update()
          if (grown.size % 25 !== 0) continue
          const node = (places[(grown.size / 25) % places.length] ?? 0) % grown.size
          const fold = !folded.has(node)
          layout.setCollapsed(node, fold)
          if (fold) folded.add(node)
          else folded.delete(node)
          expect(read(layout, grown.size)).toEqual(fromScratch(grown, folded))
        }
        for (const node of folded) layout!.setCollapsed(node, false)
        expect(read(layout!, tree.size)).toEqual(fromScratch(tree))
      }),
    )
  })
})
