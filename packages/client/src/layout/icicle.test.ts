import type { Tree } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyTree, childrenOf } from '../../test/any-tree.ts'
import { createCells, type Cells } from './cells.ts'
import { icicleCells, icicleSpan, pickIcicle } from './icicle.ts'
import { priorWeight, uniformWeight, visitWeight, type NodeWeight } from './weights.ts'

const WIDTH = 1000
const EPSILON = 0.01

const anyWeight = fc.constantFrom<(tree: Tree) => NodeWeight>(visitWeight, priorWeight, () => uniformWeight)

interface Cell {
  readonly at: number
  readonly node: number
  readonly x: number
  readonly right: number
  readonly row: number
  readonly members: number
  readonly max: number
}

const listed = (cells: Cells): Cell[] =>
  Array.from({ length: cells.count }, (_, at) => ({
    at,
    node: cells.node[at]!,
    x: cells.x[at]!,
    right: cells.x[at]! + cells.width[at]!,
    row: cells.row[at]!,
    members: cells.members[at]!,
    max: cells.max[at]!,
  }))

/** The siblings in a cell. */
const membersOf = (tree: Tree, { node, members }: Cell): number[] => {
  const siblings = node === 0 ? [0] : childrenOf(tree, tree.parent(node))
  return siblings.slice(siblings.indexOf(node), siblings.indexOf(node) + members)
}

describe('an icicle', () => {
  it('gives each node a cell below its parent, in order, none over another', () => {
    fc.assert(
      fc.property(anyTree, anyWeight, fc.double({ min: 0.1, max: 50, noNaN: true }), (tree, weigh, minPixels) => {
        const cells = listed(icicleCells({ tree, width: WIDTH, weight: weigh(tree), minPixels }))
        expect(cells[0]).toMatchObject({ node: 0, x: 0, right: WIDTH, row: 0, members: 1 })
        for (const [i, cell] of cells.entries()) {
          const next = cells[i + 1]
          if (next?.row === cell.row) {
            expect(next.x).toBeGreaterThan(cell.right - EPSILON)
            expect(next.node).not.toBe(cell.node)
          } else if (next !== undefined) expect(next.row).toBe(cell.row + 1)
          if (cell.node === 0) continue
          const parent = cells.find(({ node, members }) => node === tree.parent(cell.node) && members === 1)!
          expect(parent.row).toBe(cell.row - 1)
          expect(cell.x).toBeGreaterThan(parent.x - EPSILON)
          expect(cell.right).toBeLessThan(parent.right + EPSILON)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('leaves nobody out: siblings too narrow to see are counted, and the largest value among them is kept', () => {
    fc.assert(
      fc.property(anyTree, fc.double({ min: 0.1, max: 200, noNaN: true }), (tree, minPixels) => {
        const cells = listed(icicleCells({ tree, width: WIDTH, weight: visitWeight(tree), minPixels }))
        for (const cell of cells) {
          const within = membersOf(tree, cell)
          expect(within).toHaveLength(cell.members)
          expect(cell.max).toBe(Math.max(...within.map((node) => tree.valueMax(node))))
          if (cell.members > 1 || cell.right - cell.x < minPixels) continue
          const below = cells.filter(({ node }) => node !== 0 && tree.parent(node) === cell.node)
          expect(below.flatMap((child) => membersOf(tree, child))).toEqual(childrenOf(tree, cell.node))
        }
      }),
      { numRuns: 50 },
    )
  })

  it('draws by pixels, not by nodes', () => {
    fc.assert(
      fc.property(anyTree, anyWeight, fc.integer({ min: 1, max: 60 }), (tree, weigh, width) => {
        const { count, row } = icicleCells({ tree, width, weight: weigh(tree), minPixels: 2 })
        const inRow: number[] = []
        for (const r of row.subarray(0, count)) inRow[r] = (inRow[r] ?? 0) + 1
        for (const cells of inRow) expect(cells).toBeLessThanOrEqual((3 * width) / 2 + 1)
      }),
    )
  })

  it('shows a window as the whole, only larger', () => {
    fc.assert(
      fc.property(
        anyTree,
        anyWeight,
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (tree, weigh, from, size) => {
          const to = Math.min(1, from + size)
          const weight = weigh(tree)
          const all = listed(icicleCells({ tree, width: WIDTH, weight, minPixels: 1e-9 }))
          const shown = listed(icicleCells({ tree, width: WIDTH, weight, minPixels: 1e-9, window: { from, to } }))
          const scale = 1 / (to - from)
          const expected = all
            .map(({ node, x, right }) => ({
              node,
              x: (x - from * WIDTH) * scale,
              right: (right - from * WIDTH) * scale,
            }))
            .filter(({ x, right }) => x < WIDTH - EPSILON && right > EPSILON)
          for (const { node, x, right } of expected) {
            const cell = shown.find((candidate) => candidate.node === node)!
            expect(cell.x).toBeCloseTo(Math.max(-8, x), 1)
            expect(cell.right).toBeCloseTo(Math.min(WIDTH + 8, right), 1)
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  it('finds the cell at a point, and the window of a node', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const weight = visitWeight(tree)
        const cells = icicleCells({ tree, width: WIDTH, weight, minPixels: 3 })
        for (const { at, node, x, right, row, members } of listed(cells)) {
          expect(pickIcicle(cells, (x + right) / 2, row + 0.5)).toBe(at)
          if (members > 1) continue
          const span = icicleSpan(tree, node, weight)!
          expect(span.from * WIDTH).toBeCloseTo(x, 2)
          expect(span.to * WIDTH).toBeCloseTo(right, 2)
        }
        expect(pickIcicle(cells, WIDTH + 1, 0)).toBe(-1)
        expect(pickIcicle(cells, -1, 0)).toBe(-1)
        expect(pickIcicle(cells, 5, 1000)).toBe(-1)
        expect(pickIcicle(cells, 5, -1)).toBe(-1)
      }),
    )
  })

  it('begins at any node and ends at any row, in the same columns again', () => {
    fc.assert(
      fc.property(anyTree, fc.nat(159), fc.integer({ min: 1, max: 5 }), (tree, place, rows) => {
        const root = place % tree.size
        const into = createCells(1)
        icicleCells({ tree, width: WIDTH, weight: uniformWeight, into })
        const cells = listed(
          icicleCells({ tree, root, rows, width: WIDTH, weight: uniformWeight, minPixels: 1e-9, into }),
        )
        expect(cells[0]).toMatchObject({ node: root, row: 0, x: 0, right: WIDTH })
        const below = new Set([root])
        for (let node = root + 1; node < tree.size; node++) {
          const isShown = below.has(tree.parent(node)) && tree.depth(node) - tree.depth(root) < rows
          if (isShown) below.add(node)
        }
        expect(new Set(cells.map(({ node }) => node))).toEqual(below)
      }),
    )
  })
})
