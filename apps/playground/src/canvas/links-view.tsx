import { useEffect, useMemo, useRef, type PointerEvent } from 'react'
import { createCells, createTidyLayout, pickTidy, tidyFrame, type TidyLayout } from '@espalier/client'
import type { NodeId } from '@espalier/core'
import { steeringMarks } from '../steering/steering-marks.ts'
import { canvasColours } from '../theme/canvas-colours.ts'
import { useTheme } from '../theme/theme.ts'
import { hold } from '../workspace/hold.ts'
import { useShown } from '../workspace/session-context.ts'
import { useWorkspaceView } from '../workspace/view-context.ts'
import { CanvasSummary } from './canvas-summary.tsx'
import { LABEL_PIXELS, TOP_ROOM, drawLinks, radiusOf } from './draw-links.ts'
import { badgeAt, createBelowCounts, drawFoldBadges, foldBadges, type FoldBadge } from './fold-badges.ts'
import { painterOf } from './measures.ts'
import { NodeTip, showTip } from './node-tip.tsx'
import { useCanvas } from './use-canvas.ts'
import { useZoomCommands } from './use-zoom-commands.ts'
import { useWheel } from './use-wheel.ts'
import { ZoomButtons } from './zoom-buttons.tsx'

const MAX_SCALE = 180
const MIN_ROW = 58
const MAX_ROW = 110
const DRAG_PIXELS = 4
/** Both lines of a label and the room above them. */
const LABEL_HEIGHT = 34

/** Nodes and links: every leaf a column, a parent in the middle above its children. Zooms and moves across, moves down. */
export function LinksView() {
  const { store } = useShown()
  const { view, change, select, selected, top, marks, folded, setFolded, hover } = useWorkspaceView()
  const { tree } = store.fold
  const colours = canvasColours(useTheme())
  const cells = useMemo(() => createCells(), [])
  const layout = useMemo(() => createTidyLayout(tree), [tree])
  /** Null: everything is shown, however it grows. Else columns at the left edge and pixels a column. */
  const camera = useRef<{ left: number; scale: number } | null>(null)
  const scroll = useRef(0)
  const rowHeight = useRef(MIN_ROW)
  const applied = useRef<{ readonly layout: TidyLayout; readonly folded: ReadonlySet<NodeId> }>(null)
  const badges = useRef<readonly FoldBadge[]>([])
  const countOf = useMemo(createBelowCounts, [])
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null)
  const release = useRef(() => {})
  const tip = useRef<HTMLDivElement>(null)

  /** Folds the layout as the view has it. What is zoomed at stays: a single node that folds keeps its place on the screen. */
  const applyFolds = (width: number): void => {
    layout.update()
    const before = applied.current?.layout === layout ? applied.current.folded : new Set<NodeId>()
    applied.current = { layout, folded }
    const changed = [
      ...[...before].filter((node) => !folded.has(node)),
      ...[...folded].filter((node) => !layout.isCollapsed(node)),
    ].filter((node) => node < tree.size)
    if (changed.length === 0) return
    const [pivot] = changed
    const columnOf = (node: NodeId): number => layout.left(node, top) + layout.centre(node)
    const from = columnOf(pivot!)
    for (const node of changed) layout.setCollapsed(node, folded.has(node))
    if (camera.current === null) return
    const { left, scale } = camera.current
    const columns = layout.width(top)
    camera.current = width / columns >= scale ? null : { left: left + columnOf(pivot!) - from, scale }
  }
  const cameraNow = (width: number): { left: number; scale: number } => {
    if (camera.current !== null) return camera.current
    layout.update()
    const columns = top < tree.size ? layout.width(top) : 1
    const scale = Math.min(MAX_SCALE, width / columns)
    return { left: (columns - width / scale) / 2, scale }
  }

  const { canvas, size, redraw } = useCanvas((context, { width, height }) => {
    applyFolds(width)
    const { left, scale } = cameraNow(width)
    const viewport = { left, right: left + width / scale, top: 0, bottom: Number.MAX_SAFE_INTEGER }
    tidyFrame({ layout, root: top, viewport, minWidth: 1 / scale, into: cells })
    const rows = cells.count === 0 ? 1 : cells.row[cells.count - 1]! + 1
    rowHeight.current = Math.min(
      MAX_ROW,
      Math.max(MIN_ROW, Math.floor((height - TOP_ROOM - 40) / Math.max(1, rows - 1))),
    )
    const content = TOP_ROOM + (rows - 1) * rowHeight.current + 48
    scroll.current = Math.max(0, Math.min(scroll.current, content - height))
    const painter = painterOf({ measure: view.color, scale: view.scale, tree, tokens: store.tokens, colours })
    drawLinks(context, {
      tree,
      cells,
      painter,
      colours,
      marks: { ...marks, hovered: hover.get() },
      steering: steeringMarks(store),
      width,
      height,
      scale,
      rowHeight: rowHeight.current,
      top: scroll.current,
    })
    badges.current = foldBadges({
      tree,
      cells,
      folded,
      selected,
      width,
      countOf: (node) => countOf(tree, node),
      placeOf: (i) => {
        const room = cells.width[i]! * scale
        const y = TOP_ROOM + cells.row[i]! * rowHeight.current - scroll.current
        const radius = radiusOf(tree, cells.node[i]!, room)
        const below = y + radius + (room > LABEL_PIXELS ? LABEL_HEIGHT : 4)
        return { x: cells.centre[i]! * scale, y, radius, below }
      },
    })
    drawFoldBadges(context, badges.current, colours)
  })

  useEffect(() => hover.subscribe(redraw), [hover, redraw])
  useEffect(() => {
    camera.current = null
    scroll.current = 0
    redraw()
  }, [top, redraw])

  // What was selected elsewhere comes into sight.
  useEffect(() => {
    showTip(tip.current, null, 0, 0)
    if (selected === null || size.width === 0 || camera.current === null) return
    const { left, scale } = camera.current
    const column = layout.left(selected, top) + layout.centre(selected)
    if (column < left || column > left + size.width / scale)
      camera.current = { left: column - size.width / scale / 2, scale }
    redraw()
  }, [selected, top, layout, size.width, redraw])

  const zoom = (factor: number, x: number): void => {
    const { left, scale } = cameraNow(size.width)
    const columns = Math.max(1, layout.width(top))
    const fit = Math.min(MAX_SCALE, size.width / columns)
    const next = Math.min(MAX_SCALE, Math.max(fit, scale * factor))
    camera.current = next <= fit ? null : { left: left + x / scale - x / next, scale: next }
    redraw()
  }
  const pan = (pixels: number): void => {
    const { left, scale } = cameraNow(size.width)
    const columns = layout.width(top)
    const shown = size.width / scale
    if (shown >= columns) return
    camera.current = { left: Math.max(0, Math.min(columns - shown, left + pixels / scale)), scale }
    redraw()
  }
  useWheel(canvas, (event, x) => {
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey)
      pan(event.deltaX === 0 ? event.deltaY : event.deltaX)
    else zoom(Math.exp(-event.deltaY / 320), x)
  })
  useZoomCommands({
    fit: () => {
      if (selected === null) camera.current = null
      else {
        layout.update()
        const columns = layout.width(selected)
        const scale = Math.min(MAX_SCALE, size.width / (columns * 1.3))
        camera.current = { left: layout.left(selected, top) - (size.width / scale - columns) / 2, scale }
      }
      redraw()
    },
    all: () => {
      camera.current = null
      redraw()
    },
    zoom: (factor) => zoom(factor, size.width / 2),
  })

  const at = ({ offsetX, offsetY }: { readonly offsetX: number; readonly offsetY: number }): number => {
    const { scale } = cameraNow(size.width)
    const row = (offsetY + scroll.current - TOP_ROOM) / rowHeight.current
    return Math.abs(row - Math.round(row)) > 0.42
      ? -1
      : pickTidy(cells, offsetX / scale, row, Math.max(16 / scale, 0.5))
  }
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>): void => {
    const { offsetX, offsetY } = event.nativeEvent
    if (drag.current !== null && event.buttons === 1) {
      const { x, y, moved } = drag.current
      if (!moved && Math.hypot(offsetX - x, offsetY - y) < DRAG_PIXELS) return
      drag.current = { x: offsetX, y: offsetY, moved: true }
      scroll.current += y - offsetY
      showTip(tip.current, null, 0, 0)
      pan(x - offsetX)
      redraw()
      return
    }
    const badge = badgeAt(badges.current, offsetX, offsetY)
    event.currentTarget.style.cursor = badge === undefined ? '' : 'pointer'
    const i = badge === undefined ? at(event.nativeEvent) : -1
    const node = i < 0 ? null : cells.node[i]!
    hover.set(node)
    showTip(tip.current, node === null ? null : { tree, node, members: cells.members[i]! }, offsetX, offsetY)
  }

  return (
    <div className="canvas-box">
      <canvas
        ref={canvas}
        role="img"
        aria-label="The tree as nodes and links"
        aria-describedby="canvas-summary"
        onPointerDown={(event) => {
          drag.current = { x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY, moved: false }
          event.currentTarget.setPointerCapture(event.pointerId)
          release.current = hold(store)
        }}
        onPointerMove={onPointerMove}
        onPointerUp={(event) => {
          release.current()
          const badge = badgeAt(badges.current, event.nativeEvent.offsetX, event.nativeEvent.offsetY)
          if (drag.current?.moved === false && badge !== undefined) setFolded(badge.node, !badge.isFolded)
          else if (drag.current?.moved === false) {
            const i = at(event.nativeEvent)
            if (i < 0) select(null)
            else if (cells.members[i]! > 1) zoom(6, event.nativeEvent.offsetX)
            else select(cells.node[i]!)
          }
          drag.current = null
        }}
        onPointerCancel={() => {
          drag.current = null
          release.current()
        }}
        onPointerLeave={() => {
          hover.set(null)
          showTip(tip.current, null, 0, 0)
        }}
        onDoubleClick={(event) => {
          if (badgeAt(badges.current, event.nativeEvent.offsetX, event.nativeEvent.offsetY) !== undefined) return
          const i = at(event.nativeEvent)
          if (i >= 0 && cells.members[i] === 1) change({ root: cells.node[i]! }, { push: true })
        }}
      />
      <NodeTip tip={tip} />
      <ZoomButtons />
      <CanvasSummary />
    </div>
  )
}
