import { useEffect, useMemo, useRef, type PointerEvent } from 'react'
import { Flag } from '@espalier/core'
import type { ThoughtPoints } from '@espalier/protocol'
import { errorText } from '../app/error-text.ts'
import { painterOf } from '../canvas/measures.ts'
import { NodeTip, showTip } from '../canvas/node-tip.tsx'
import { createPaintTable } from '../canvas/paint.ts'
import { useCanvas } from '../canvas/use-canvas.ts'
import { Button, IconButton, Segmented } from '../parts/button.tsx'
import { formatCount, formatPercent, plural } from '../parts/format.ts'
import { EmptyState } from '../parts/notice.tsx'
import { canvasColours, type CanvasColours } from '../theme/canvas-colours.ts'
import { useTheme } from '../theme/theme.ts'
import type { MapMode } from '../url/view-state.ts'
import { hold } from '../workspace/hold.ts'
import { useShown } from '../workspace/session-context.ts'
import { useWorkspaceView } from '../workspace/view-context.ts'
import { drawMap } from './draw-map.ts'
import { placeThoughts, thoughtAt, type PlacedThought } from './map-layout.ts'
import { usePoints } from './use-points.ts'
import './thoughts.css'

/** How far from a point a press still means it: wide enough for a finger. */
const REACH = 14

type Colour = Exclude<MapMode, 'hidden'>
const LEGENDS: Readonly<Record<Colour, string>> = {
  value: 'Blue: low value, amber: high',
  depth: 'Strong: far from the start',
  time: 'Strong: thought late',
}

/** The thoughts of the search as points on a plane, beside the tree and linked to it. */
export function ThoughtMap() {
  const { view, change } = useWorkspaceView()
  const { value, error, reload } = usePoints()
  const colour: Colour = view.map === 'hidden' ? 'value' : view.map
  return (
    <section className="panel thought-map" aria-labelledby="thought-map-title">
      <header className="panel-head">
        <h2 id="thought-map-title">Map of thoughts</h2>
        <div className="map-tools">
          <Segmented<Colour>
            label="Colour of the map"
            value={colour}
            onChange={(map) => change({ map })}
            options={[
              { value: 'value', label: 'Value' },
              { value: 'depth', label: 'Depth' },
              { value: 'time', label: 'Time' },
            ]}
          />
          <IconButton
            className="map-close"
            icon="close"
            label="Hide the map"
            command="map"
            onClick={() => change({ map: 'hidden' })}
          />
        </div>
      </header>
      {value !== null ? (
        value.points.some(({ at }) => at !== null) ? (
          <Plane points={value} colour={colour} />
        ) : (
          <EmptyState icon="links" title="No map yet">
            It takes two thoughts to lay them out on a plane.
          </EmptyState>
        )
      ) : error !== null ? (
        <EmptyState
          icon="warning"
          title="The thoughts could not be placed"
          actions={
            <Button icon="again" onClick={reload}>
              Try again
            </Button>
          }
        >
          {errorText(error)}
        </EmptyState>
      ) : (
        <div className="map-plane" role="status">
          <span className="unseen">Placing the thoughts</span>
          <div className="skeleton tree-skeleton" />
        </div>
      )}
    </section>
  )
}

function Plane({ points, colour }: { readonly points: ThoughtPoints; readonly colour: Colour }) {
  const { store } = useShown()
  const { view, select, selected, marks, hover } = useWorkspaceView()
  const colours = canvasColours(useTheme())
  const { tree } = store.fold
  const tip = useRef<HTMLDivElement>(null)
  const release = useRef(() => {})
  const drawn = useRef<readonly PlacedThought[]>([])
  const placedFor = useMemo(createPlacer, [])
  const isThere = (node: number): boolean => node < tree.size && tree.has(node, Flag.evaluated)
  const fill = fillOf(colour)

  const { canvas, redraw } = useCanvas((context, { width, height }) => {
    drawn.current = placedFor(points, width, height).filter(({ node }) => isThere(node))
    drawMap(context, {
      tree,
      placed: drawn.current,
      fill: fill(),
      colours,
      best: marks.best,
      selected,
      hovered: hover.get(),
      width,
      height,
    })
  })
  useEffect(() => hover.subscribe(redraw), [hover, redraw])

  function fillOf(by: Colour): () => (node: number) => string {
    return () => {
      if (by === 'value') {
        const painter = painterOf({ measure: 'value', scale: view.scale, tree, tokens: store.tokens, colours })
        return (node) => painter.of(node).fill
      }
      const table = amountTable(colours)
      const measure = by === 'depth' ? (node: number) => tree.depth(node) : (node: number) => node
      const most = Math.max(1, ...drawn.current.map(({ node }) => measure(node)))
      return (node) => table.paint(measure(node) / most, 1).fill
    }
  }

  const at = ({ offsetX, offsetY }: { readonly offsetX: number; readonly offsetY: number }): number | null =>
    thoughtAt(drawn.current, offsetX, offsetY, REACH)
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>): void => {
    const { offsetX, offsetY } = event.nativeEvent
    const node = at(event.nativeEvent)
    hover.set(node)
    event.currentTarget.style.cursor = node === null ? '' : 'pointer'
    showTip(tip.current, node === null ? null : { tree, node, members: 1 }, offsetX, offsetY)
  }
  const leave = (): void => {
    hover.set(null)
    showTip(tip.current, null, 0, 0)
  }

  const there = points.points.filter(({ node }) => isThere(node)).length
  const all = points.points.length + points.more
  const selectedIsThere = selected !== null && points.points.some(({ node }) => node === selected && isThere(node))
  return (
    <>
      <div className="map-plane">
        <div className="canvas-box">
          <canvas
            ref={canvas}
            role="img"
            aria-label="The thoughts as points on a map"
            aria-describedby="thought-map-summary"
            onPointerDown={() => {
              release.current = hold(store)
            }}
            onPointerMove={onPointerMove}
            onPointerUp={(event) => {
              release.current()
              select(at(event.nativeEvent))
            }}
            onPointerCancel={() => release.current()}
            onPointerLeave={() => {
              release.current()
              leave()
            }}
          />
          <NodeTip tip={tip} />
        </div>
      </div>
      <p id="thought-map-summary" className="unseen">
        {plural(there, 'thought')} on the map.{' '}
        {selected === null
          ? 'Nothing is selected.'
          : selectedIsThere
            ? `Selected: ${tree.label(selected)}.`
            : 'The selected step is no thought; the one before it is marked.'}{' '}
        The thought tab of the inspector lists the nearest thoughts of each.
      </p>
      <footer className="map-foot">
        <span className="number">
          {there === all ? plural(all, 'thought') : `${formatCount(there)} of ${plural(all, 'thought')}`}
        </span>
        <span className="dim">{LEGENDS[colour]}</span>
        <span className="dim map-basis" title={basisAbout(points)}>
          {basisText(points)}
        </span>
      </footer>
    </>
  )
}

function basisText({ map, explained }: ThoughtPoints): string {
  if (map !== null) return `Map: ${map}`
  const share = explained === null ? '' : ` (${formatPercent(explained)} of their variance)`
  return `This search’s own principal components${share}`
}

const basisAbout = ({ map }: ThoughtPoints): string =>
  map === null
    ? 'The model has no map of its own: this one is fixed on the thoughts of this search alone, and cannot be compared with that of another.'
    : 'A map that is the same for every search with this model.'

/** Places points anew only when they, or the room for them, are others. */
function createPlacer(): (points: ThoughtPoints, width: number, height: number) => readonly PlacedThought[] {
  let before: { points: ThoughtPoints; width: number; height: number; placed: readonly PlacedThought[] } | null = null
  return (points, width, height) => {
    if (before === null || before.points !== points || before.width !== width || before.height !== height)
      before = { points, width, height, placed: placeThoughts(points.points, width, height) }
    return before.placed
  }
}

const tables = new Map<CanvasColours, ReturnType<typeof createPaintTable>>()
function amountTable(colours: CanvasColours): ReturnType<typeof createPaintTable> {
  const known = tables.get(colours) ?? createPaintTable(colours.amount, colours.faint)
  tables.set(colours, known)
  return known
}
