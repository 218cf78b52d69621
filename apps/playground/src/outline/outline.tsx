import { useEffect, useMemo, useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react'
import { NONE, type NodeId } from '@espalier/core'
import { formatCount, formatPercent, formatShort, formatValue } from '../parts/format.ts'
import { priorShare } from '../canvas/measures.ts'
import { ValueChip } from '../parts/value-chip.tsx'
import { useShown } from '../workspace/session-context.ts'
import { useWorkspaceView } from '../workspace/view-context.ts'
import { NodeBadges } from '../workspace/node-badges.tsx'
import { isLeftBehind, steeringMarks } from '../steering/steering-marks.ts'
import { opened, outlineRows } from './outline-rows.ts'
import './outline.css'

const ROW = 28
/** Rows drawn above and below what is in sight. */
const SPARE = 8

/** The tree as a table, for keyboards and screen readers as much as for eyes. Only the rows in sight exist. */
export function Outline() {
  const { store, version } = useShown()
  const { selected, select, top, bestPath, marks, folded, setFolded, hover } = useWorkspaceView()
  const hovered = useSyncExternalStore(hover.subscribe, hover.get)
  const { tree } = store.fold
  const steering = steeringMarks(store)
  const [open, setOpen] = useState<ReadonlySet<NodeId>>(() => new Set(bestPath))
  const [sight, setSight] = useState({ top: 0, height: 600 })
  const frame = useRef<HTMLDivElement>(null)
  const wantsFocus = useRef(false)

  // The root is open from the start, however late it comes, and the selection is never hidden.
  const isEmpty = tree.size === 0
  useEffect(() => {
    if (!isEmpty) setOpen((before) => (before.has(top) ? before : new Set([...before, top])))
  }, [isEmpty, top])
  useEffect(() => {
    if (selected !== null) setOpen((before) => opened(tree, before, selected))
  }, [selected, tree])

  // What was folded by hand, here or among the links, stays closed whatever else is opened.
  const shownOpen = useMemo(
    () => (folded.size === 0 ? open : new Set([...open].filter((node) => !folded.has(node)))),
    [open, folded],
  )
  const { nodes, places } = useMemo(() => outlineRows(tree, top, shownOpen), [tree, top, shownOpen, version])
  const current = Math.max(0, selected === null ? 0 : nodes.indexOf(selected))

  useEffect(() => {
    const element = frame.current
    if (element === null) return
    const look = (): void => setSight({ top: element.scrollTop, height: element.clientHeight })
    look()
    element.addEventListener('scroll', look, { passive: true })
    const observer = new ResizeObserver(look)
    observer.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      observer.disconnect()
    }
  }, [])
  useEffect(() => {
    const element = frame.current
    if (element === null || selected === null) return
    const y = current * ROW
    if (y < element.scrollTop) element.scrollTop = y
    else if (y + ROW * 2 > element.scrollTop + element.clientHeight)
      element.scrollTop = y + ROW * 2 - element.clientHeight
  }, [current, selected])
  useEffect(() => {
    if (!wantsFocus.current) return
    wantsFocus.current = false
    frame.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus({ preventScroll: true })
  })

  const go = (node: NodeId | undefined): void => {
    if (node === undefined || node === NONE) return
    wantsFocus.current = true
    select(node)
  }
  const toggle = (node: NodeId, isOpen: boolean): void => {
    if (tree.childCount(node) === 0) return
    if (isOpen) setOpen((before) => new Set([...before, node]))
    if (isOpen === folded.has(node)) setFolded(node, !isOpen)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const node = nodes[current]
    if (node === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const isOpen = shownOpen.has(node) && tree.firstChild(node) !== NONE
    switch (event.key) {
      case 'ArrowDown':
        go(nodes[current + 1])
        break
      case 'ArrowUp':
        go(nodes[current - 1])
        break
      case 'ArrowRight':
        if (isOpen) go(tree.firstChild(node))
        else toggle(node, true)
        break
      case 'ArrowLeft':
        if (isOpen) toggle(node, false)
        else if (node !== top) go(tree.parent(node))
        break
      case 'Home':
        go(nodes[0])
        break
      case 'End':
        go(nodes.at(-1))
        break
      case 'PageDown':
        go(nodes[Math.min(nodes.length - 1, current + Math.floor(sight.height / ROW) - 1)])
        break
      case 'PageUp':
        go(nodes[Math.max(0, current - Math.floor(sight.height / ROW) + 1)])
        break
      case ' ':
        toggle(node, !isOpen)
        break
      case '*': {
        const siblings: NodeId[] = []
        const parent = tree.parent(node)
        for (let x = parent === NONE ? node : tree.firstChild(parent); x !== NONE; x = tree.nextSibling(x))
          siblings.push(x)
        setOpen((before) => new Set([...before, ...siblings]))
        break
      }
      default:
        return
    }
    event.preventDefault()
  }

  const first = Math.max(0, Math.floor(sight.top / ROW) - SPARE)
  const last = Math.min(nodes.length, Math.ceil((sight.top + sight.height) / ROW) + SPARE)
  // The row that has the focus is always there, or the focus would be lost.
  const shown = [
    ...(current < first ? [current] : []),
    ...Array.from({ length: last - first }, (_, i) => first + i),
    ...(current >= last && current < nodes.length ? [current] : []),
  ]
  const baseDepth = tree.size > top ? tree.depth(top) : 0

  return (
    <div
      className="outline"
      ref={frame}
      role="treegrid"
      aria-label="Outline of the tree"
      aria-rowcount={nodes.length + 1}
      aria-colcount={6}
      onKeyDown={onKeyDown}
      onPointerLeave={() => hover.set(null)}
    >
      <div role="rowgroup" className="outline-head">
        <div role="row" aria-rowindex={1} className="outline-row head">
          <span role="columnheader">Step</span>
          <span role="columnheader">Value</span>
          <span role="columnheader">Visits</span>
          <span role="columnheader" className="outline-wide">
            Share
          </span>
          <span role="columnheader" className="outline-wide">
            Prior
          </span>
          <span role="columnheader" className="outline-wide">
            Tokens
          </span>
        </div>
      </div>
      <div role="rowgroup" className="outline-body" style={{ height: nodes.length * ROW }}>
        {shown.map((i) => {
          const node = nodes[i]!
          const depth = tree.depth(node) - baseDepth
          const parent = tree.parent(node)
          const children = tree.childCount(node)
          const visits = tree.visits(node)
          const isOpen = children > 0 && shownOpen.has(node)
          return (
            <div
              key={node}
              role="row"
              aria-rowindex={i + 2}
              aria-level={depth + 1}
              aria-setsize={node === top || parent === NONE ? 1 : tree.childCount(parent)}
              aria-posinset={places[i]}
              aria-expanded={children === 0 ? undefined : isOpen}
              aria-selected={node === selected}
              tabIndex={i === current ? 0 : -1}
              className={`outline-row ${node === hovered ? 'hovered' : ''} ${marks.best.has(node) ? 'best' : ''} ${(marks.found !== null && !marks.found.has(node)) || isLeftBehind(tree, node, steering) ? 'faint' : ''}`}
              style={{ top: i * ROW }}
              onPointerEnter={() => hover.set(node)}
              onClick={() => select(node)}
              onDoubleClick={() => toggle(node, !isOpen)}
            >
              <span
                role="gridcell"
                className="outline-step"
                style={{ paddingInlineStart: 8 + Math.min(depth, 24) * 16 }}
              >
                <span
                  className={`twist ${children === 0 ? 'leaf' : ''} ${isOpen ? 'open' : ''}`}
                  aria-hidden="true"
                  onClick={(event) => {
                    if (children === 0) return
                    event.stopPropagation()
                    toggle(node, !isOpen)
                  }}
                />
                <span className="cut">{tree.label(node)}</span>
                <NodeBadges tree={tree} node={node} failed={marks.failed.has(node)} />
              </span>
              <span role="gridcell" className="number">
                <ValueChip value={visits === 0 ? null : tree.q(node)} visits={visits} />
              </span>
              <span role="gridcell" className="number">
                {formatCount(visits)}
              </span>
              <span role="gridcell" className="number outline-wide">
                {formatPercent(
                  parent === NONE ? 1 : tree.visits(parent) === 0 ? 0 : visits / Math.max(1, tree.visits(parent)),
                )}
              </span>
              <span role="gridcell" className="number outline-wide">
                {formatValue(priorShare(tree, node))}
              </span>
              <span role="gridcell" className="number outline-wide">
                {formatShort(store.tokens.at(node))}
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}
