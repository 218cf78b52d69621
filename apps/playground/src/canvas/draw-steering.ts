import type { NodeId } from '@espalier/core'
import type { SteeringMarks } from '../steering/steering-marks.ts'
import type { CanvasColours } from '../theme/canvas-colours.ts'

/** A sign is so many pixels from its middle to its edge. */
const REACH = 5
const ROOM = 14

/** What somebody did at a node: ◆ inserted it, a target focused it, a flag committed to it. `x` is where the first sign ends. */
export function drawSteering(
  context: CanvasRenderingContext2D,
  colours: CanvasColours,
  node: NodeId,
  { focus, root, inserted }: SteeringMarks,
  x: number,
  y: number,
): void {
  let at = x - REACH - 2
  const sign = (draw: (x: number) => void): void => {
    context.fillStyle = colours.canvas
    context.beginPath()
    context.arc(at, y, REACH + 2.5, 0, Math.PI * 2)
    context.fill()
    context.fillStyle = colours.accent
    context.strokeStyle = colours.accent
    context.lineWidth = 1.6
    context.beginPath()
    draw(at)
    at -= ROOM
  }
  if (inserted.has(node))
    sign((middle) => {
      context.moveTo(middle, y - REACH)
      context.lineTo(middle + REACH, y)
      context.lineTo(middle, y + REACH)
      context.lineTo(middle - REACH, y)
      context.fill()
    })
  if (node === focus && focus !== root)
    sign((middle) => {
      context.arc(middle, y, REACH - 1, 0, Math.PI * 2)
      context.stroke()
      context.beginPath()
      context.arc(middle, y, 1.6, 0, Math.PI * 2)
      context.fill()
    })
  if (node === root && root !== 0)
    sign((middle) => {
      context.moveTo(middle - 3, y + REACH)
      context.lineTo(middle - 3, y - REACH)
      context.lineTo(middle + 4, y - 2)
      context.lineTo(middle - 3, y + 1)
      context.stroke()
    })
}
