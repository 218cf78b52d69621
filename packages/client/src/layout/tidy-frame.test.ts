import type { Tree } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTree, childrenOf } from '../../test/any-tree.ts'
import type { Cells } from './cells.ts'
import { pickTidy, tidyFrame, type Viewport } from './tidy-frame.ts'
import { createTidyLayout, type TidyLayout } from './tidy-layout.ts'

const EVERYTHING: Viewport = { left: 0, right: 1e6, top: 0, bottom: 1e6 }

const anyViewport = fc
  .tuple(fc.nat(200), fc.integer({ min: 1, max: 120 }), fc.nat(12), fc.integer({ min: 1, max: 20 }))
  .map(([left, width, top, height]): Viewport => ({ left, right: left + width, top, bottom: top + height }))

const listed = (cells: Cells) =>
  Array.from({ length: cells.count }, (_, at) => ({
    node: cells.node[at]!,
    x: cells.x[at]!,
    right: cells.x[at]! + cells.width[at]!,
    row: cells.row[at]!,
    members: cells.members[at]!,
    centre: cells.centre[at]!,
    parentCentre: cells.parentCentre[at]!,
    max: cells.max[at]!,
  }))

const laidOut = (tree: Tree): TidyLayout => createTidyLayout(tree)

describe('a frame of a tidy layout', () => {
  it('shows every node once, where the layout puts it, with the way to its parent', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const layout = laidOut(tree)
        const cells = listed(tidyFrame({ layout, viewport: EVERYTHING }))
        expect(cells.map(({ node }) => node).sort((a, b) => a - b)).toEqual(
          Array.from({ length: tree.size }, (_, i) => i),
        )
        for (const { node, x, row, centre, parentCentre, members } of cells) {
          expect(members).toBe(1)
          expect(row).toBe(tree.depth(node))
          expect(x).toBe(layout.left(node))
          expect(centre).toBeCloseTo(layout.left(node) + layout.centre(node), 4)
          const parent = node === 0 ? 0 : tree.parent(node)
          expect(parentCentre).toBeCloseTo(layout.left(parent) + layout.centre(parent), 4)
        }
      }),
    )
  })

  it('shows of any rectangle what reaches into it, and nothing else', () => {
    fc.assert(
      fc.property(anyTree, anyViewport, fc.nat(159), (tree, viewport, place) => {
        const layout = laidOut(tree)
        const root = place % 4 === 0 ? place % tree.size : 0
        const { left, right, top, bottom } = viewport
        const expected = listed(tidyFrame({ layout, root, viewport: EVERYTHING }))
          .filter((cell) => cell.row >= top && cell.row < bottom && cell.x < right && cell.right > left)
          .map((cell) => cell.node)
        const shown = listed(tidyFrame({ layout, root, viewport }))
        expect(shown.map(({ node }) => node)).toEqual(expected)
        for (const { node, x } of shown) expect(x).toBe(layout.left(node, root) - left)
      }),
    )
  })

  it('puts narrow siblings into one cell that counts them and keeps the largest value', () => {
    fc.assert(
      fc.property(anyTree, fc.integer({ min: 2, max: 40 }), (tree, minWidth) => {
        const layout = laidOut(tree)
        const cells = listed(tidyFrame({ layout, viewport: EVERYTHING, minWidth }))
        const width = layout.width(0)
        const inRow: number[] = []
        for (const [i, { row, x }] of cells.entries()) {
          inRow[row] = (inRow[row] ?? 0) + 1
          if (cells[i - 1]?.row === row) expect(x).toBeGreaterThanOrEqual(cells[i - 1]!.right)
        }
        for (const count of inRow) expect(count).toBeLessThanOrEqual((3 * width) / minWidth + 1)
        for (const { node, members, max, x, right } of cells) {
          const siblings = node === 0 ? [0] : childrenOf(tree, tree.parent(node))
          const within = siblings.slice(siblings.indexOf(node)).slice(0, members)
          expect(max).toBe(Math.max(...within.map((member) => tree.valueMax(member))))
          expect(right - x).toBe(within.reduce((sum, member) => sum + layout.width(member), 0))
          if (members > 1 || layout.width(node) < minWidth) continue
          const below = cells.filter((cell) => cell.node !== 0 && tree.parent(cell.node) === node)
          expect(below.reduce((sum, cell) => sum + cell.members, 0)).toBe(tree.childCount(node))
        }
      }),
    )
  })

  it('leaves out what is folded away', () => {
    fc.assert(
      fc.property(anyTree, fc.nat(159), (tree, place) => {
        const layout = laidOut(tree)
        layout.update()
        const folded = place % tree.size
        layout.setCollapsed(folded, true)
        const nodes = listed(tidyFrame({ layout, viewport: EVERYTHING })).map(({ node }) => node)
        const hidden = new Set<number>()
        for (let node = 1; node < tree.size; node++) {
          if (tree.parent(node) === folded || hidden.has(tree.parent(node))) hidden.add(node)
        }
        expect(new Set(nodes)).toEqual(
          new Set(Array.from({ length: tree.size }, (_, node) => node).filter((node) => !hidden.has(node))),
        )
      }),
    )
  })

  it('finds the node nearest to a point of its row, within reach', () => {
    fc.assert(
      fc.property(
        anyTree,
        anyViewport,
        fc.double({ min: -5, max: 130, noNaN: true }),
        fc.integer({ min: -1, max: 25 }),
        fc.double({ min: 0, max: 8, noNaN: true }),
        (tree, viewport, x, row, reach) => {
          const cells = tidyFrame({ layout: laidOut(tree), viewport })
          const away = listed(cells).map((cell) =>
            cell.row === row ? Math.abs(cell.centre - x) : Number.POSITIVE_INFINITY,
          )
          const nearest = Math.min(...away, Number.POSITIVE_INFINITY)
          const picked = pickTidy(cells, x, row, reach)
          if (nearest > reach) expect(picked).toBe(-1)
          else expect(away[picked]).toBe(nearest)
        },
      ),
    )
  })
})
