import type { Cells } from '@espalier/client'
import { Flag, type NodeId, type TreeView } from '@espalier/core'
import { formatShort, formatValue } from '../parts/format.ts'
import type { CanvasColours } from '../theme/canvas-colours.ts'
import { isLeftBehind, type SteeringMarks } from '../steering/steering-marks.ts'
import { drawSteering } from './draw-steering.ts'
import { LABEL_FONT, SMALL_FONT, cutText } from './draw-text.ts'
import { priorShare, type Painter } from './measures.ts'

export interface NodeMarks {
  readonly selected: NodeId | null
  readonly hovered: NodeId | null
  readonly best: ReadonlySet<NodeId>
  readonly failed: ReadonlySet<NodeId>
  /** What a search in the tree found; null when there is none. */
  readonly found: ReadonlySet<NodeId> | null
}

interface IcicleDrawing {
  readonly tree: TreeView
  readonly cells: Cells
  readonly painter: Painter
  readonly colours: CanvasColours
  readonly marks: NodeMarks
  readonly steering: SteeringMarks
  readonly width: number
  readonly height: number
  readonly rowHeight: number
  /** Pixels scrolled down. */
  readonly top: number
}

/** Narrower cells have no gap, no tick and no label. */
const DETAIL_PIXELS = 5
const LABEL_PIXELS = 44
const MAX_LABELS = 300

/** Draws the cells; the work grows with them, and so with the pixels. */
export function drawIcicle(context: CanvasRenderingContext2D, drawing: IcicleDrawing): void {
  const { tree, cells, painter, colours, marks, steering, width, height, rowHeight, top } = drawing
  context.fillStyle = colours.canvas
  context.fillRect(0, 0, width, height)
  const labelled: number[] = []
  const outlined: number[] = []
  for (let i = 0; i < cells.count; i++) {
    const y = cells.row[i]! * rowHeight - top
    if (y >= height) break
    if (y + rowHeight <= 0) continue
    const node = cells.node[i]!
    const isMany = cells.members[i]! > 1
    const x = Math.max(0, cells.x[i]!)
    const right = Math.min(width, cells.x[i]! + cells.width[i]!)
    const gap = right - x > DETAIL_PIXELS ? 1 : 0
    const isDimmed = (marks.found !== null && !marks.found.has(node)) || isLeftBehind(tree, node, steering)
    const paint = isMany ? painter.ofMany(node, cells.max[i]!) : painter.of(node)
    context.globalAlpha = isDimmed ? 0.16 : 1
    context.fillStyle = paint.fill
    context.fillRect(x, y, Math.max(0.5, right - x - gap), rowHeight - 1)
    if (isMany) hatch(context, colours, x, y, right - x, rowHeight - 1)
    else if (right - x > DETAIL_PIXELS) {
      decorate(context, drawing, node, x, y, right - x - gap)
      if (marks.best.has(node) || node === marks.selected || node === marks.hovered) outlined.push(i)
    } else if (marks.best.has(node)) needle(context, colours, x, y, right - x, rowHeight - 1)
    if (right - x > LABEL_PIXELS && labelled.length < MAX_LABELS) labelled.push(i)
  }
  for (const i of labelled) label(context, drawing, i)
  context.globalAlpha = 1
  for (const i of outlined) outline(context, drawing, i)
}

/** Prior tick, trials under way, dead ends, failures, answers. */
function decorate(
  context: CanvasRenderingContext2D,
  drawing: IcicleDrawing,
  node: NodeId,
  x: number,
  y: number,
  w: number,
): void {
  const { tree, colours, marks, rowHeight } = drawing
  const h = rowHeight - 1
  if (w > 12) {
    context.fillStyle = 'rgb(0 0 0 / 0.34)'
    context.fillRect(x, y, 3, h)
    const tick = h * priorShare(tree, node)
    context.fillStyle = 'rgb(255 255 255 / 0.78)'
    context.fillRect(x, y + h - tick, 3, tick)
  }
  if (tree.pending(node) > 0) {
    context.fillStyle = colours.running
    context.fillRect(x, y + h - 3, w, 3)
  }
  if (tree.has(node, Flag.pruned)) {
    context.strokeStyle = colours.dim
    context.lineWidth = 1
    context.setLineDash([3, 3])
    context.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1)
    context.setLineDash([])
  }
  if (w > 40) drawSteering(context, colours, node, drawing.steering, x + w - 5, y + h - 12)
  if (marks.failed.has(node) && w > 10) {
    context.fillStyle = colours.error
    context.beginPath()
    context.moveTo(x + w - 10, y + 9)
    context.lineTo(x + w - 6, y + 2)
    context.lineTo(x + w - 2, y + 9)
    context.fill()
  }
}

function label(context: CanvasRenderingContext2D, drawing: IcicleDrawing, i: number): void {
  const { tree, cells, painter, marks, rowHeight, top, width } = drawing
  const node = cells.node[i]!
  const x = Math.max(0, cells.x[i]!) + 9
  const room = Math.min(width, cells.x[i]! + cells.width[i]!) - x - 5
  const y = cells.row[i]! * rowHeight - top
  context.globalAlpha = marks.found !== null && !marks.found.has(node) ? 0.3 : 1
  context.textBaseline = 'middle'
  if (cells.members[i]! > 1) {
    context.fillStyle = painter.ofMany(node, cells.max[i]!).text
    context.font = SMALL_FONT
    context.fillText(cutText(`+${formatShort(cells.members[i]!)}`, room, 'small'), x, y + rowHeight / 2)
    return
  }
  const isTall = rowHeight >= 40
  context.fillStyle = painter.of(node).text
  context.font = LABEL_FONT
  context.fillText(cutText(tree.label(node), room, 'label'), x, y + rowHeight / 2 - (isTall ? 8 : 0))
  if (!isTall) return
  const visits = tree.visits(node)
  const numbers = visits === 0 ? 'not visited' : `${formatValue(tree.q(node))} · ${formatShort(visits)}`
  context.font = SMALL_FONT
  context.globalAlpha *= 0.86
  context.fillText(cutText(numbers, room, 'small'), x, y + rowHeight / 2 + 9)
}

/** Best path thin, what is under the pointer dotted, the selection strong. */
function outline(context: CanvasRenderingContext2D, drawing: IcicleDrawing, i: number): void {
  const { cells, colours, marks, rowHeight, top, width } = drawing
  const node = cells.node[i]!
  const x = Math.max(0, cells.x[i]!)
  const w = Math.min(width, cells.x[i]! + cells.width[i]!) - x - 1
  const y = cells.row[i]! * rowHeight - top
  const h = rowHeight - 1
  if (node === marks.selected) {
    context.strokeStyle = colours.canvas
    context.lineWidth = 6
    context.strokeRect(x + 2, y + 2, w - 4, h - 4)
    context.strokeStyle = colours.accent
    context.lineWidth = 3
    context.strokeRect(x + 1.5, y + 1.5, w - 3, h - 3)
  } else if (node === marks.hovered) {
    context.strokeStyle = colours.text
    context.lineWidth = 1.5
    context.strokeRect(x + 1, y + 1, w - 2, h - 2)
  } else {
    context.strokeStyle = colours.canvas
    context.lineWidth = 4
    context.strokeRect(x + 1, y + 1, w - 2, h - 2)
    context.strokeStyle = colours.accent
    context.lineWidth = 2
    context.strokeRect(x + 1, y + 1, w - 2, h - 2)
  }
}

/** The best path stays in sight where it is too narrow for anything else. */
function needle(
  context: CanvasRenderingContext2D,
  colours: CanvasColours,
  x: number,
  y: number,
  w: number,
  h: number,
): void {
  context.fillStyle = colours.accent
  context.fillRect(x, y, Math.max(2, w), h)
}

function hatch(
  context: CanvasRenderingContext2D,
  colours: CanvasColours,
  x: number,
  y: number,
  w: number,
  h: number,
): void {
  if (w < 4) return
  context.save()
  context.beginPath()
  context.rect(x, y, w, h)
  context.clip()
  context.strokeStyle = colours.canvas
  context.globalAlpha = 0.45
  context.lineWidth = 1
  context.beginPath()
  for (let at = x - h; at < x + w; at += 6) {
    context.moveTo(at, y + h)
    context.lineTo(at + h, y)
  }
  context.stroke()
  context.restore()
}
