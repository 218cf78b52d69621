import { useEffect, useMemo, useRef, type PointerEvent } from 'react'
import { createCells, icicleCells, icicleSpan, pickIcicle, type Span } from '@espalier/client'
import { NONE } from '@espalier/core'
import { steeringMarks } from '../steering/steering-marks.ts'
import { canvasColours } from '../theme/canvas-colours.ts'
import { useTheme } from '../theme/theme.ts'
import { hold } from '../workspace/hold.ts'
import { useShown } from '../workspace/session-context.ts'
import { useWorkspaceView } from '../workspace/view-context.ts'
import { CanvasSummary } from './canvas-summary.tsx'
import { drawIcicle } from './draw-icicle.ts'
import { painterOf, weightOf } from './measures.ts'
import { NodeTip, showTip } from './node-tip.tsx'
import { WHOLE, around, panned, zoomed } from './span.ts'
import { useCanvas } from './use-canvas.ts'
import { useZoomCommands } from './use-zoom-commands.ts'
import { useWheel } from './use-wheel.ts'
import { ZoomButtons } from './zoom-buttons.tsx'

const MIN_ROW = 22
const MAX_ROW = 120
/** A press that moves farther is a drag. */
const DRAG_PIXELS = 4

/** The overview: a row for each step of reasoning, widths as shares of the parent's. Zooms across; scrolls down where the tree is deep. */
export function IcicleView() {
  const { store } = useShown()
  const { view, change, select, selected, top, marks, hover } = useWorkspaceView()
  const colours = canvasColours(useTheme())
  const cells = useMemo(() => createCells(), [])
  const part = useRef<Span>(WHOLE)
  const scroll = useRef(0)
  const geometry = useRef({ rowHeight: MIN_ROW, content: 0 })
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null)
  const release = useRef(() => {})
  const tip = useRef<HTMLDivElement>(null)

  const { canvas, size, redraw } = useCanvas((context, { width, height }) => {
    const { fold, tokens } = store
    const weight = weightOf(view.width, fold.tree, tokens)
    icicleCells({ tree: fold.tree, root: top, width, weight, window: part.current, into: cells })
    const rows = cells.count === 0 ? 1 : cells.row[cells.count - 1]! + 1
    const rowHeight = Math.min(MAX_ROW, Math.max(MIN_ROW, Math.floor(height / rows)))
    geometry.current = { rowHeight, content: rows * rowHeight }
    scroll.current = Math.max(0, Math.min(scroll.current, rows * rowHeight - height))
    const painter = painterOf({ measure: view.color, scale: view.scale, tree: fold.tree, tokens, colours })
    drawIcicle(context, {
      tree: fold.tree,
      cells,
      painter,
      colours,
      marks: { ...marks, hovered: hover.get() },
      steering: steeringMarks(store),
      width,
      height,
      rowHeight,
      top: scroll.current,
    })
  })

  useEffect(() => hover.subscribe(redraw), [hover, redraw])
  useEffect(() => {
    part.current = WHOLE
    scroll.current = 0
    redraw()
  }, [top, view.width, redraw])

  // What was selected elsewhere comes into sight when it is too narrow to see.
  useEffect(() => {
    showTip(tip.current, null, 0, 0)
    if (selected === null || size.width === 0) return
    const span = icicleSpan(store.fold.tree, selected, weightOf(view.width, store.fold.tree, store.tokens), top)
    if (span === null) return
    const { from, to } = part.current
    const isInSight =
      span.from >= from - 1e-12 && span.to <= to + 1e-12 && ((span.to - span.from) / (to - from)) * size.width > 6
    if (!isInSight) part.current = around(span, 1)
    redraw()
  }, [selected, top, store, view.width, size.width, redraw])

  useWheel(canvas, (event, x) => {
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey) {
      part.current = panned(part.current, (event.deltaX === 0 ? event.deltaY : event.deltaX) / size.width)
    } else part.current = zoomed(part.current, Math.exp(-event.deltaY / 320), x / size.width)
    redraw()
  })
  useZoomCommands({
    fit: () => {
      const span =
        selected === null
          ? null
          : icicleSpan(store.fold.tree, selected, weightOf(view.width, store.fold.tree, store.tokens), top)
      part.current = span === null ? WHOLE : around(span)
      redraw()
    },
    all: () => {
      part.current = WHOLE
      redraw()
    },
    zoom: (factor) => {
      part.current = zoomed(part.current, factor, 0.5)
      redraw()
    },
  })

  const at = (event: PointerEvent): number => {
    const { offsetX, offsetY } = event.nativeEvent
    return pickIcicle(cells, offsetX, (offsetY + scroll.current) / geometry.current.rowHeight)
  }
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>): void => {
    const { offsetX, offsetY } = event.nativeEvent
    if (drag.current !== null && event.buttons === 1) {
      const { x, y, moved } = drag.current
      if (!moved && Math.hypot(offsetX - x, offsetY - y) < DRAG_PIXELS) return
      part.current = panned(part.current, (x - offsetX) / size.width)
      scroll.current += y - offsetY
      drag.current = { x: offsetX, y: offsetY, moved: true }
      showTip(tip.current, null, 0, 0)
      redraw()
      return
    }
    const i = at(event)
    const node = i < 0 ? null : cells.node[i]!
    hover.set(node)
    showTip(
      tip.current,
      node === null ? null : { tree: store.fold.tree, node, members: cells.members[i]! },
      offsetX,
      offsetY,
    )
  }
  const leave = (): void => {
    hover.set(null)
    showTip(tip.current, null, 0, 0)
  }

  return (
    <div className="canvas-box">
      <canvas
        ref={canvas}
        role="img"
        aria-label="The tree as an icicle"
        aria-describedby="canvas-summary"
        onPointerDown={(event) => {
          drag.current = { x: event.nativeEvent.offsetX, y: event.nativeEvent.offsetY, moved: false }
          event.currentTarget.setPointerCapture(event.pointerId)
          release.current = hold(store)
        }}
        onPointerMove={onPointerMove}
        onPointerUp={(event) => {
          release.current()
          if (drag.current?.moved === false) {
            const i = at(event)
            if (i < 0) select(null)
            else if (cells.members[i]! > 1) {
              part.current = zoomed(part.current, 6, event.nativeEvent.offsetX / size.width)
              redraw()
            } else select(cells.node[i]!)
          }
          drag.current = null
        }}
        onPointerCancel={() => {
          drag.current = null
          release.current()
        }}
        onPointerLeave={leave}
        onDoubleClick={(event) => {
          const i = pickIcicle(
            cells,
            event.nativeEvent.offsetX,
            (event.nativeEvent.offsetY + scroll.current) / geometry.current.rowHeight,
          )
          if (i < 0 || cells.members[i]! > 1) return
          const node = cells.node[i]!
          const up = store.fold.tree.parent(node)
          change({ root: node === top && up !== NONE ? up : node }, { push: true })
        }}
      />
      <NodeTip tip={tip} />
      <ZoomButtons />
      <CanvasSummary />
    </div>
  )
}
