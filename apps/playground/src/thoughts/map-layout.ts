import type { NodeId } from '@espalier/core'
import type { ThoughtPoint } from '@espalier/protocol'

/** A thought on the canvas, in its pixels. */
export interface PlacedThought {
  readonly node: NodeId
  readonly x: number
  readonly y: number
}

/** Pixels around the points. */
const MARGIN = 26

/**
 * Points in a box, as large as it takes them, with one scale for both axes: distances can be compared. Points that are not on a map are left
 * out. y of the map goes up, that of the canvas down.
 */
export function placeThoughts(
  points: readonly ThoughtPoint[],
  width: number,
  height: number,
): readonly PlacedThought[] {
  const onMap = points.flatMap(({ node, at }) => (at === null ? [] : [{ node, at }]))
  if (onMap.length === 0) return []
  const [left, right] = spanOf(onMap.map(({ at }) => at[0]))
  const [bottom, top] = spanOf(onMap.map(({ at }) => at[1]))
  const room = { x: Math.max(1, width - 2 * MARGIN), y: Math.max(1, height - 2 * MARGIN) }
  const fit = Math.min(room.x / (right - left), room.y / (top - bottom))
  // All in one place: any scale will do.
  const scale = Number.isFinite(fit) ? fit : 1
  return onMap.map(({ node, at: [x, y] }) => ({
    node,
    x: width / 2 + (x - (left + right) / 2) * scale,
    y: height / 2 - (y - (bottom + top) / 2) * scale,
  }))
}

/** The thought that is nearest to a place and no farther than `reach` pixels; of those as near the one drawn last. */
export function thoughtAt(placed: readonly PlacedThought[], x: number, y: number, reach: number): NodeId | null {
  let nearest: NodeId | null = null
  let least = reach
  for (const point of placed) {
    const distance = Math.hypot(point.x - x, point.y - y)
    if (distance > least) continue
    least = distance
    nearest = point.node
  }
  return nearest
}

function spanOf(xs: readonly number[]): readonly [low: number, high: number] {
  return xs.reduce(([low, high], x) => [Math.min(low, x), Math.max(high, x)], [Infinity, -Infinity])
}
