import { NONE, ROOT, type NodeId } from '@espalier/core'
import { addCell, createCells, placeBehind, type Cells } from './cells.ts'
import type { TidyLayout } from './tidy-layout.ts'

/** A rectangle of a layout: columns across, rows down. */
export interface Viewport {
  readonly left: number
  readonly right: number
  /** First row shown, from 0 at the root. */
  readonly top: number
  /** Row behind the last one shown. */
  readonly bottom: number
}

export interface TidyFrameOptions {
  readonly layout: TidyLayout
  readonly viewport: Viewport
  /** Node at the top. Default: the root. */
  readonly root?: NodeId
  /** Subtrees narrower than so many columns share a cell with their neighbours: half a pixel by columns a pixel, say. Default 0. */
  readonly minWidth?: number
  /** Cells to fill, so that a frame makes no garbage. Default: new ones. */
  readonly into?: Cells
}

/** Parts of subtrees in a row, from left to right. */
interface Row {
  count: number
  readonly nodes: NodeId[]
  readonly lefts: number[]
}

const newRow = (): Row => ({ count: 0, nodes: [], lefts: [] })

/**
 * What of a layout a viewport shows: every node whose subtree reaches into its columns, on its rows; `x` and `width` are the subtree's,
 * `centre` the node's own place, all from the viewport's left edge. Only these, their ancestors and their siblings are looked at, and
 * with a `minWidth` their number is bounded by the viewport, whatever the size of the tree. Takes in new nodes first.
 */
export function tidyFrame(options: TidyFrameOptions): Cells {
  const { layout, viewport, root = ROOT, minWidth = 0 } = options
  const { tree } = layout
  const { left, right, top, bottom } = viewport
  const cells = options.into ?? createCells()
  cells.count = 0
  layout.update()
  if (root >= tree.size || !(right > 0 && left < layout.width(root))) return cells
  let row = newRow()
  let next = newRow()
  put(row, root, 0)
  for (let depth = 0; depth < bottom && row.count > 0; depth++) {
    if (depth === 0 && top <= 0) show(root, 0, 0, layout.centre(root))
    next.count = 0
    for (let i = 0; i < row.count; i++) divide(row.nodes[i]!, row.lefts[i]!, depth + 1)
    ;[row, next] = [next, row]
  }
  return cells

  function divide(parent: NodeId, parentLeft: number, depth: number): void {
    if (depth >= bottom || layout.isCollapsed(parent)) return
    const parentCentre = parentLeft + layout.centre(parent)
    const isShown = depth >= top
    let x = parentLeft
    let run: NodeId = NONE
    let runLeft = x
    let members = 0
    let max = Number.NEGATIVE_INFINITY

    const endRun = (): void => {
      if (run !== NONE && isShown && x > left) {
        const centre = (runLeft + x) / 2 - left
        addCell(cells, run, runLeft - left, x - runLeft, depth, members, max, centre, parentCentre - left)
      }
      run = NONE
    }
    for (let child = tree.firstChild(parent); child !== NONE; child = tree.nextSibling(child)) {
      if (x >= right) break
      const width = layout.width(child)
      if (width >= minWidth) {
        endRun()
        if (x + width > left) {
          put(next, child, x)
          if (isShown) show(child, x, depth, parentCentre)
        }
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
      x += width
    }
    endRun()
  }

  function show(node: NodeId, x: number, depth: number, parentCentre: number): void {
    const centre = x + layout.centre(node) - left
    addCell(cells, node, x - left, layout.width(node), depth, 1, tree.valueMax(node), centre, parentCentre - left)
  }
}

function put(row: Row, node: NodeId, left: number): void {
  const at = row.count++
  row.nodes[at] = node
  row.lefts[at] = left
}

/** The cell of a row whose node stands nearest to `x`, at most `reach` columns away; -1 without one. `x` from the viewport's left edge. */
export function pickTidy(cells: Cells, x: number, row: number, reach: number): number {
  const wanted = Math.round(row)
  const behind = placeBehind(cells, wanted, x)
  let best = -1
  let distance = reach
  // Nodes stand in the order of their cells, so the nearest is in the cell at `x` or next to it.
  for (let i = Math.max(0, behind - 2); i <= behind && i < cells.count; i++) {
    const away = Math.abs(cells.centre[i]! - x)
    if (cells.row[i] !== wanted || away > distance) continue
    distance = away
    best = i
  }
  return best
}
