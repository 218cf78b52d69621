import type { Cells } from '@espalier/client'
import type { NodeId, TreeView } from '@espalier/core'
import { formatShort } from '../parts/format.ts'
import type { CanvasColours } from '../theme/canvas-colours.ts'
import { countBelow } from '../workspace/folding.ts'
import { SMALL_FONT } from './draw-text.ts'

/** A button on the canvas that folds or unfolds: how many nodes are hidden below a folded one, or a minus beside the selected one. */
export interface FoldBadge {
  readonly node: NodeId
  readonly isFolded: boolean
  readonly text: string
  /** Middle of it, in pixels. */
  readonly x: number
  readonly y: number
  readonly width: number
}

interface BadgePlaces {
  readonly tree: TreeView
  readonly cells: Cells
  readonly folded: ReadonlySet<NodeId>
  readonly selected: NodeId | null
  /** Of the canvas, in pixels: badges stay on it where their nodes do. */
  readonly width: number
  /** Place and radius of a cell's node, and where its label ends below it, in pixels. */
  readonly placeOf: (i: number) => {
    readonly x: number
    readonly y: number
    readonly radius: number
    readonly below: number
  }
  readonly countOf: (node: NodeId) => number
}

/** Half the height, which makes a target of 24 pixels with the room that a press has around it. */
const HALF = 10
const REACH = 12
const CHAR = 6.4

/** The badges of what is drawn. */
export function foldBadges(places: BadgePlaces): FoldBadge[] {
  const { tree, cells, folded, selected, placeOf, countOf } = places
  const badges: FoldBadge[] = []
  if (folded.size === 0 && selected === null) return badges
  for (let i = 0; i < cells.count; i++) {
    const node = cells.node[i]!
    if (cells.members[i]! > 1 || tree.childCount(node) === 0) continue
    const isFolded = folded.has(node)
    if (!isFolded && node !== selected) continue
    const { x, y, radius, below } = placeOf(i)
    const text = isFolded ? `+${formatShort(countOf(node))}` : '−'
    const width = Math.max(HALF * 2, text.length * CHAR + 12)
    const within = (wish: number): number =>
      x < 0 || x > places.width ? wish : Math.min(places.width - width / 2 - 2, Math.max(width / 2 + 2, wish))
    badges.push(
      isFolded
        ? { node, isFolded, text, x: within(x), y: below + HALF, width }
        : { node, isFolded, text, x: within(x + radius + 8 + HALF), y, width },
    )
  }
  return badges
}

export function drawFoldBadges(
  context: CanvasRenderingContext2D,
  badges: readonly FoldBadge[],
  colours: CanvasColours,
): void {
  context.font = SMALL_FONT
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.lineWidth = 1.5
  for (const { text, x, y, width } of badges) {
    context.beginPath()
    context.roundRect(x - width / 2, y - HALF, width, HALF * 2, HALF)
    context.fillStyle = colours.canvas
    context.fill()
    context.strokeStyle = colours.accent
    context.stroke()
    context.fillStyle = colours.text
    context.fillText(text, x, y + 0.5)
  }
  context.textAlign = 'start'
}

/** The badge at a place, the last drawn first. */
export function badgeAt(badges: readonly FoldBadge[], x: number, y: number): FoldBadge | undefined {
  return badges.findLast(
    (badge) => Math.abs(badge.y - y) <= REACH && Math.abs(badge.x - x) <= Math.max(REACH, badge.width / 2 + 2),
  )
}

/** Counts what is below folded nodes, once as long as the tree does not grow. */
export function createBelowCounts(): (tree: TreeView, node: NodeId) => number {
  let counted: TreeView | null = null
  let size = 0
  const counts = new Map<NodeId, number>()
  return (tree, node) => {
    if (tree !== counted || tree.size !== size) {
      counts.clear()
      counted = tree
      size = tree.size
    }
    let count = counts.get(node)
    if (count === undefined) counts.set(node, (count = countBelow(tree, node)))
    return count
  }
}
