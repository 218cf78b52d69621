import { NONE, type NodeId, type TreeView } from '@espalier/core'
import { LABEL_FONT, cutText } from '../canvas/draw-text.ts'
import type { CanvasColours } from '../theme/canvas-colours.ts'
import type { PlacedThought } from './map-layout.ts'

export interface MapPicture {
  readonly tree: TreeView
  /** Those that are there at the place in the log that is shown, oldest first. */
  readonly placed: readonly PlacedThought[]
  readonly fill: (node: NodeId) => string
  readonly colours: CanvasColours
  readonly best: ReadonlySet<NodeId>
  readonly selected: NodeId | null
  readonly hovered: NodeId | null
  readonly width: number
  readonly height: number
}

const RADIUS = 4.5
const ROOT_RADIUS = 6.5
const LABEL_PIXELS = 240

/** Thoughts as points with a line from each to the one before it; the best path in teal; rings around what is selected and pointed at. */
export function drawMap(context: CanvasRenderingContext2D, picture: MapPicture): void {
  const { tree, placed, fill, colours, best, selected, hovered, width, height } = picture
  context.fillStyle = colours.canvas
  context.fillRect(0, 0, width, height)
  const places = new Map(placed.map((point) => [point.node, point]))

  const links = (wanted: (node: NodeId) => boolean): void => {
    context.beginPath()
    for (const { node, x, y } of placed) {
      const before = places.get(tree.parent(node))
      if (before === undefined || !wanted(node)) continue
      context.moveTo(before.x, before.y)
      context.lineTo(x, y)
    }
    context.stroke()
  }
  context.lineWidth = 1
  context.strokeStyle = colours.hatch
  context.globalAlpha = placed.length > 200 ? 0.25 : 0.45
  links((node) => !best.has(node))
  context.globalAlpha = 1
  context.lineWidth = 2
  context.strokeStyle = colours.accent
  links((node) => best.has(node))

  context.lineWidth = 1.5
  context.strokeStyle = colours.canvas
  for (const { node, x, y } of placed) {
    context.fillStyle = fill(node)
    disc(context, x, y, node === 0 ? ROOT_RADIUS : RADIUS)
    context.fill()
    context.stroke()
  }
  const root = places.get(0)
  if (root !== undefined) ring(context, root, ROOT_RADIUS - 2.5, colours.canvas, 1.5)
  const marks: readonly (readonly [NodeId | null, string, number])[] = [
    [hovered, colours.text, 1.5],
    [selected, colours.accent, 2.5],
  ]
  for (const [node, colour, line] of marks) {
    const at = node === null ? null : placeOf(tree, places, node)
    if (at !== null) ring(context, at, ROOT_RADIUS + 3, colour, line)
  }
  const named = selected === null ? null : placeOf(tree, places, selected)
  if (named !== null) drawName(context, tree.label(named.node), named, picture)
}

/** Where a node lies, or else the nearest node before it that has a place: the end of a line is no thought. */
export function placeOf(
  tree: TreeView,
  places: ReadonlyMap<NodeId, PlacedThought>,
  node: NodeId,
): PlacedThought | null {
  for (let x = node; x !== NONE; x = tree.parent(x)) {
    const place = places.get(x)
    if (place !== undefined) return place
  }
  return null
}

function drawName(context: CanvasRenderingContext2D, label: string, at: PlacedThought, picture: MapPicture): void {
  const { colours, width } = picture
  const text = cutText(label, Math.min(LABEL_PIXELS, width - 24), 'label')
  context.font = LABEL_FONT
  context.textBaseline = 'middle'
  const long = context.measureText(text).width
  const isLeft = at.x + 16 + long > width - 8
  const x = Math.max(8, isLeft ? at.x - 16 - long : at.x + 16)
  context.fillStyle = colours.canvas
  context.globalAlpha = 0.82
  context.fillRect(x - 4, at.y - 10, long + 8, 20)
  context.globalAlpha = 1
  context.fillStyle = colours.text
  context.fillText(text, x, at.y)
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
}

function ring(
  context: CanvasRenderingContext2D,
  { x, y }: PlacedThought,
  radius: number,
  colour: string,
  line: number,
): void {
  disc(context, x, y, radius)
  context.lineWidth = line
  context.strokeStyle = colour
  context.stroke()
}
