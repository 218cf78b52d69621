import { NONE, ROOT, type NodeId, type TreeView } from '@espalier/core'
import { addCell, createCells, placeBehind, type Cells } from './cells.ts'
import type { NodeWeight } from './weights.ts'

/** Part of a width, as shares of it: 0 to 1 is all of it. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface IcicleOptions {
  readonly tree: TreeView
  /** Node of the first row. Default: the root. */
  readonly root?: NodeId
  /** Pixels. */
  readonly width: number
  readonly weight: NodeWeight
  /** What of the root's width is shown. Default: all of it. */
  readonly window?: Span
  /** Rows at most: what fits the height. Default: all. */
  readonly rows?: number
  /** Siblings narrower than this share a cell with their neighbours, and what is below them is left out. Default 0.5 pixels. */
  readonly minPixels?: number
  /** Cells to fill, so that a frame makes no garbage. Default: new ones. */
  readonly into?: Cells
}

const MIN_PIXELS = 0.5
/** Cells end so many pixels beside the window at most: far edges of a deep zoom would not fit single precision. */
const MARGIN = 8

/**
 * The icicle of a tree: a row for each depth, a node above its children and as wide as its weight. Work and cells are bounded by the
 * pixels shown, whatever the size of the tree: at most about three cells for each narrowest one that fits a row, and the siblings of
 * what is drawn are the only nodes that are looked at besides.
 */
export function icicleCells(options: IcicleOptions): Cells {
  const { tree, root = ROOT, width, weight, window = { from: 0, to: 1 }, minPixels = MIN_PIXELS } = options
  const rows = options.rows ?? Number.POSITIVE_INFINITY
  const cells = options.into ?? createCells()
  cells.count = 0
  if (root >= tree.size || !(width > 0) || !(window.to > window.from)) return cells
  const scale = width / (window.to - window.from)
  /** Edges of the cells before they are cut. */
  const lefts: number[] = []
  const widths: number[] = []
  emit(root, (0 - window.from) * scale, scale, 0, 1, tree.valueMax(root))
  // Cells are their own queue: those of a row are divided in order, which makes the next row.
  for (let at = 0; at < cells.count; at++) {
    const row = cells.row[at]! + 1
    if (row >= rows) break
    if (cells.members[at] !== 1 || widths[at]! < minPixels) continue
    divide(cells.node[at]!, lefts[at]!, widths[at]!, row)
  }
  return cells

  function divide(parent: NodeId, left: number, parentWidth: number, row: number): void {
    const first = tree.firstChild(parent)
    if (first === NONE) return
    let sum = 0
    for (let x = first; x !== NONE; x = tree.nextSibling(x)) sum += weight(x)
    const isWeightless = !(sum > 0)
    const unit = parentWidth / (isWeightless ? tree.childCount(parent) : Math.max(sum, weight(parent)))
    let x = left
    let run: NodeId = NONE
    let runLeft = left
    let members = 0
    let max = Number.NEGATIVE_INFINITY

    const endRun = (): void => {
      if (run !== NONE) emit(run, runLeft, x - runLeft, row, members, max)
      run = NONE
    }
    for (let child = first; child !== NONE; child = tree.nextSibling(child)) {
      if (x >= width) break
      const childWidth = unit * (isWeightless ? 1 : weight(child))
      if (childWidth >= minPixels) {
        endRun()
        emit(child, x, childWidth, row, 1, tree.valueMax(child))
      } else {
        if (run === NONE) {
          run = child
          runLeft = x
          members = 0
          max = Number.NEGATIVE_INFINITY
        }
        members++
        max = Math.max(max, tree.valueMax(child))
      }
      x += childWidth
    }
    endRun()
  }

  function emit(node: NodeId, left: number, cellWidth: number, row: number, members: number, max: number): void {
    if (left >= width || left + cellWidth <= 0 || !(cellWidth > 0)) return
    const shownLeft = Math.max(left, -MARGIN)
    const shownRight = Math.min(left + cellWidth, width + MARGIN)
    const at = addCell(cells, node, shownLeft, shownRight - shownLeft, row, members, max)
    lefts[at] = left
    widths[at] = cellWidth
  }
}

/** The cell at a point; -1 beside all of them. `row` may be a fraction: pixels from the top by pixels a row. */
export function pickIcicle(cells: Cells, x: number, row: number): number {
  const at = placeBehind(cells, Math.floor(row), x) - 1
  const isHit = at >= 0 && cells.row[at] === Math.floor(row) && x < cells.x[at]! + cells.width[at]!
  return isHit ? at : -1
}

/** Where a node lies in the width of `root`: the window that shows the node alone. Null for a node that is not below `root`. */
export function icicleSpan(tree: TreeView, node: NodeId, weight: NodeWeight, root: NodeId = ROOT): Span | null {
  const path: NodeId[] = []
  for (let x = node; x !== root; x = tree.parent(x)) {
    if (x === NONE) return null
    path.push(x)
  }
  let from = 0
  let size = 1
  for (const step of path.reverse()) {
    const parent = tree.parent(step)
    let sum = 0
    let before = 0
    for (let x = tree.firstChild(parent); x !== NONE; x = tree.nextSibling(x)) {
      if (x === step) before = sum
      sum += weight(x)
    }
    if (!(sum > 0)) return null
    const unit = size / Math.max(sum, weight(parent))
    from += before * unit
    size = weight(step) * unit
  }
  return { from, to: from + size }
}
