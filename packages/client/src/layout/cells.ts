import type { NodeId } from '@espalier/core'

/**
 * What there is to draw, in columns: row by row, in each row from left to right. Filled anew for each frame; only the first `count`
 * entries mean anything.
 */
export interface Cells {
  count: number
  /** The node; of several siblings in one cell, the first. */
  node: Int32Array
  /** Left edge. */
  x: Float32Array
  width: Float32Array
  /** From 0 at the root that is shown. */
  row: Uint32Array
  /** Siblings in the cell: 1, or more where each alone would be too narrow to see. */
  members: Uint32Array
  /** Largest value backed up through any of them; -Infinity before the first. It keeps a bright needle visible from afar. */
  max: Float32Array
  /** Where the node stands within the cell, and where its parent does: for links. In the units of `x`; 0 in an icicle. */
  centre: Float32Array
  parentCentre: Float32Array
}

export function createCells(capacity = 1024): Cells {
  return {
    count: 0,
    node: new Int32Array(capacity),
    x: new Float32Array(capacity),
    width: new Float32Array(capacity),
    row: new Uint32Array(capacity),
    members: new Uint32Array(capacity),
    max: new Float32Array(capacity),
    centre: new Float32Array(capacity),
    parentCentre: new Float32Array(capacity),
  }
}

/** Appends a cell; gives its place. */
export function addCell(
  cells: Cells,
  node: NodeId,
  x: number,
  width: number,
  row: number,
  members: number,
  max: number,
  centre = 0,
  parentCentre = 0,
): number {
  const at = cells.count
  if (at === cells.node.length) grow(cells)
  cells.count = at + 1
  cells.node[at] = node
  cells.x[at] = x
  cells.width[at] = width
  cells.row[at] = row
  cells.members[at] = members
  cells.max[at] = max
  cells.centre[at] = centre
  cells.parentCentre[at] = parentCentre
  return at
}

function grow(cells: Cells): void {
  const wider = createCells(cells.node.length * 2)
  wider.node.set(cells.node)
  wider.x.set(cells.x)
  wider.width.set(cells.width)
  wider.row.set(cells.row)
  wider.members.set(cells.members)
  wider.max.set(cells.max)
  wider.centre.set(cells.centre)
  wider.parentCentre.set(cells.parentCentre)
  Object.assign(cells, { ...wider, count: cells.count })
}

/** The place behind the last cell that stands in an earlier row, or in `row` at or before `x`. Found by halving. */
export function placeBehind(cells: Cells, row: number, x: number): number {
  let low = 0
  let high = cells.count
  while (low < high) {
    const middle = (low + high) >>> 1
    const isBefore = cells.row[middle]! < row || (cells.row[middle] === row && cells.x[middle]! <= x)
    if (isBefore) low = middle + 1
    else high = middle
  }
  return low
}
