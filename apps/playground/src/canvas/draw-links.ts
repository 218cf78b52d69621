import type { Cells } from '@espalier/client'
import { Flag, type TreeView } from '@espalier/core'
import { formatShort, formatValue } from '../parts/format.ts'
import type { CanvasColours } from '../theme/canvas-colours.ts'
import type { NodeMarks } from './draw-icicle.ts'
import { isLeftBehind, type SteeringMarks } from '../steering/steering-marks.ts'
import { drawSteering } from './draw-steering.ts'
import { LABEL_FONT, SMALL_FONT, cutText } from './draw-text.ts'
import type { Painter } from './measures.ts'

interface LinkDrawing {
  readonly tree: TreeView
  readonly cells: Cells
  readonly painter: Painter
  readonly colours: CanvasColours
  readonly marks: NodeMarks
  readonly steering: SteeringMarks
  readonly width: number
  readonly height: number
  /** Pixels a column. Cells are placed from the left edge of what is shown. */
  readonly scale: number
  readonly rowHeight: number
  /** Pixels scrolled down. */
  readonly top: number
}

/** Above the first row. */
export const TOP_ROOM = 34
export const LABEL_PIXELS = 64
const MAX_LABELS = 300

/** Curves first, nodes over them, labels last: what is bright is never under what is faint. */
export function drawLinks(context: CanvasRenderingContext2D, drawing: LinkDrawing): void {
  const { cells, colours, width, height } = drawing
  context.fillStyle = colours.canvas
  context.globalAlpha = 1
  context.fillRect(0, 0, width, height)
  curves(context, drawing, false)
  curves(context, drawing, true)
  const labelled: number[] = []
  for (let i = 0; i < cells.count; i++) {
    drawNode(context, drawing, i)
    const room = cells.width[i]! * drawing.scale
    if (room > LABEL_PIXELS && labelled.length < MAX_LABELS) labelled.push(i)
  }
  for (const i of labelled) label(context, drawing, i)
  context.globalAlpha = 1
}

const xOf = ({ scale }: LinkDrawing, column: number): number => column * scale
const yOf = ({ rowHeight, top }: LinkDrawing, row: number): number => TOP_ROOM + row * rowHeight - top

function curves(context: CanvasRenderingContext2D, drawing: LinkDrawing, best: boolean): void {
  const { cells, colours, marks, rowHeight, width } = drawing
  context.strokeStyle = best ? colours.accent : colours.hatch
  context.lineWidth = best ? 2.5 : 1
  context.globalAlpha = best ? 1 : 0.55
  context.beginPath()
  for (let i = 0; i < cells.count; i++) {
    const row = cells.row[i]!
    if (row === 0 || marks.best.has(cells.node[i]!) !== best) continue
    const x = xOf(drawing, cells.centre[i]!)
    const from = xOf(drawing, cells.parentCentre[i]!)
    if ((x < 0 && from < 0) || (x > width && from > width)) continue
    const y = yOf(drawing, row)
    context.moveTo(from, y - rowHeight)
    context.bezierCurveTo(from, y - rowHeight / 2, x, y - rowHeight / 2, x, y)
  }
  context.stroke()
}

/** Area grows with visits. */
export function radiusOf(tree: TreeView, node: number, room: number): number {
  const wish = 3 + Math.min(11, Math.sqrt(tree.visits(node)) * 0.9)
  return Math.max(1.5, Math.min(wish, room / 2 - 1))
}

function drawNode(context: CanvasRenderingContext2D, drawing: LinkDrawing, i: number): void {
  const { tree, cells, painter, colours, marks, scale } = drawing
  const node = cells.node[i]!
  const x = xOf(drawing, cells.centre[i]!)
  const y = yOf(drawing, cells.row[i]!)
  const room = cells.width[i]! * scale
  const isDimmed = (marks.found !== null && !marks.found.has(node)) || isLeftBehind(tree, node, drawing.steering)
  context.globalAlpha = isDimmed ? 0.16 : 1
  if (cells.members[i]! > 1) {
    context.fillStyle = painter.ofMany(node, cells.max[i]!).fill
    context.fillRect(x - room / 2, y - 2, Math.max(1, room - 1), 4)
    return
  }
  const radius = radiusOf(tree, node, room)
  context.fillStyle = painter.of(node).fill
  context.beginPath()
  if (tree.has(node, Flag.answer)) context.roundRect(x - radius, y - radius, radius * 2, radius * 2, 2)
  else context.arc(x, y, radius, 0, Math.PI * 2)
  context.fill()
  if (tree.has(node, Flag.pruned)) ring(context, x, y, radius + 2, colours.dim, 1)
  drawSteering(context, colours, node, drawing.steering, x - radius - 2, y)
  if (tree.pending(node) > 0) ring(context, x, y, radius + 2, colours.running, 2)
  if (marks.failed.has(node)) ring(context, x, y, radius + 2, colours.error, 1.5)
  if (marks.best.has(node)) ring(context, x, y, radius + 2.5, colours.accent, 2)
  if (node === marks.hovered) ring(context, x, y, radius + 4, colours.text, 1.5)
  if (node === marks.selected) ring(context, x, y, radius + 5, colours.accent, 3)
}

function ring(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  colour: string,
  line: number,
): void {
  context.strokeStyle = colour
  context.lineWidth = line
  context.beginPath()
  context.arc(x, y, radius, 0, Math.PI * 2)
  context.stroke()
}

function label(context: CanvasRenderingContext2D, drawing: LinkDrawing, i: number): void {
  const { tree, cells, colours, marks, scale } = drawing
  const node = cells.node[i]!
  if (cells.members[i]! > 1) return
  const room = cells.width[i]! * scale - 10
  const x = xOf(drawing, cells.centre[i]!)
  const y = yOf(drawing, cells.row[i]!) + radiusOf(tree, node, room) + 12
  context.globalAlpha = marks.found !== null && !marks.found.has(node) ? 0.3 : 1
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const line = (text: string, at: number, colour: string): void => {
    const half = context.measureText(text).width / 2 + 3
    context.fillStyle = colours.canvas
    context.fillRect(x - half, at - 8, half * 2, 16)
    context.fillStyle = colour
    context.fillText(text, x, at)
  }
  context.font = LABEL_FONT
  line(cutText(tree.label(node), Math.min(room, 240), 'label'), y, colours.text)
  const visits = tree.visits(node)
  if (visits > 0) {
    context.font = SMALL_FONT
    line(`${formatValue(tree.q(node))} · ${formatShort(visits)}`, y + 14, colours.dim)
  }
  context.textAlign = 'start'
}
