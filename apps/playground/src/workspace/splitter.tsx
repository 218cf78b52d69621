import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { useKeyLabel } from '../commands/registry.ts'
import {
  DEFAULT_SIZES,
  PANEL_TITLES,
  PANEL_WIDTHS,
  setPanelWidth,
  togglePanel,
  usePanelSizes,
  type PanelSide,
} from './panel-sizes.ts'

/** Px that an arrow key moves the border by. */
const STEP = 20

/** The border between a panel and the tree: dragged, moved by arrow keys, opened and closed by Enter or a double click. */
export function Splitter({ side }: { readonly side: PanelSide }) {
  const { width, isOpen } = usePanelSizes()[side]
  const drag = useRef<{ readonly x: number; readonly width: number } | null>(null)
  const key = useKeyLabel(`panel-${side}`)
  const outward = side === 'left' ? 1 : -1

  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowRight: STEP, ArrowLeft: -STEP }[event.key]
    if (by !== undefined) setPanelWidth(side, width + by * outward)
    else if (event.key === 'Home') setPanelWidth(side, PANEL_WIDTHS[side].min)
    else if (event.key === 'End') setPanelWidth(side, PANEL_WIDTHS[side].max)
    else if (event.key === 'Enter') togglePanel(side)
    else return
    event.preventDefault()
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { x: event.clientX, width: isOpen ? width : 0 }
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current === null) return
    const moved = (event.clientX - drag.current.x) * outward
    if (moved !== 0) setPanelWidth(side, drag.current.width + moved)
  }

  return (
    <div
      className={`splitter ${side}`}
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of the ${PANEL_TITLES[side]}`}
      aria-valuemin={PANEL_WIDTHS[side].min}
      aria-valuemax={PANEL_WIDTHS[side].max}
      aria-valuenow={isOpen ? width : PANEL_WIDTHS[side].min}
      aria-valuetext={isOpen ? `${width} pixels` : 'hidden'}
      tabIndex={0}
      title={`Drag to resize; double click to ${isOpen ? 'hide' : 'show'}${key === undefined ? '' : ` (${key})`}`}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (drag.current = null)}
      onPointerCancel={() => (drag.current = null)}
      onDoubleClick={() => (isOpen ? togglePanel(side) : setPanelWidth(side, DEFAULT_SIZES[side].width))}
    />
  )
}
