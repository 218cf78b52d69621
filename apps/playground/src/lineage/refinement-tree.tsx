import { useEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import type { RefinementTree as Tree, RefinementNode } from '@espalier/protocol'
import { Icon } from '../parts/icon.tsx'
import { formatValue } from '../parts/format.ts'
import { useValuePaint } from '../parts/use-value-paint.ts'
import { pathTo } from './fate.ts'
import { layOutTree, type TreeLayout } from './lay-out-tree.ts'
import { lastVotes, votesText } from './votes.tsx'

const COLUMN = 92
const ROW = 48
const BOX = { width: 70, height: 38 }
const MARGIN = 12

interface RefinementTreeProps {
  readonly tree: Tree
  readonly selected: number
  readonly onSelect: (node: number) => void
}

const left = (column: number): number => MARGIN + column * COLUMN
const middle = (row: number): number => MARGIN + row * ROW + BOX.height / 2

/** The tree between the failed answer and its refinements, from left to right; the way to the final one is the strong line. */
export function RefinementTree({ tree, selected, onSelect }: RefinementTreeProps) {
  const { nodes, final } = tree
  const layout = useMemo(() => layOutTree(nodes), [nodes])
  const path = useMemo(() => new Set(pathTo(tree, final)), [tree, final])
  const frame = useRef<HTMLDivElement>(null)
  // A tree may be larger than its frame; the page itself stays where it is.
  useEffect(() => {
    const box = frame.current
    const at = layout.places.get(selected)
    if (box === null || at === undefined) return
    const [x, y] = [left(at.column), middle(at.row) - BOX.height / 2]
    const isIn = (from: number, size: number, scroll: number, room: number): boolean =>
      from >= scroll && from + size <= scroll + room
    if (!isIn(x, BOX.width, box.scrollLeft, box.clientWidth)) box.scrollLeft = x + (BOX.width - box.clientWidth) / 2
    if (!isIn(y, BOX.height, box.scrollTop, box.clientHeight)) box.scrollTop = y + (BOX.height - box.clientHeight) / 2
  }, [layout, selected])

  const onKeyDown = (event: KeyboardEvent): void => {
    const next = nextNode(tree, layout, selected, event.key)
    if (next === null || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    onSelect(next)
    frame.current?.querySelector<HTMLElement>(`[data-node="${next}"]`)?.focus({ preventScroll: true })
  }

  return (
    <div className="tree-frame" ref={frame}>
      <div
        className="refinement-tree"
        role="tree"
        aria-label="Tree of refinements"
        style={{
          width: left(layout.columns - 1) + BOX.width + MARGIN,
          height: 2 * MARGIN + (layout.rows - 1) * ROW + BOX.height,
        }}
        onKeyDown={onKeyDown}
      >
        <Links nodes={nodes} layout={layout} path={path} />
        {nodes.map((node) => (
          <TreeNode
            key={node.node}
            node={node}
            place={layout.places.get(node.node)!}
            isFinal={node.node === final}
            isOnPath={path.has(node.node)}
            isSelected={node.node === selected}
            onSelect={onSelect}
          />
        ))}
      </div>
    </div>
  )
}

interface LinksProps {
  readonly nodes: readonly RefinementNode[]
  readonly layout: TreeLayout
  readonly path: ReadonlySet<number>
}

function Links({ nodes, layout, path }: LinksProps) {
  return (
    <svg className="tree-links" aria-hidden="true">
      {nodes.map(({ node, parent }) => {
        if (parent === null) return null
        const [from, to] = [layout.places.get(parent)!, layout.places.get(node)!]
        const [x1, y1] = [left(from.column) + BOX.width, middle(from.row)]
        const [x2, y2] = [left(to.column), middle(to.row)]
        const bend = (x2 - x1) / 2
        return (
          <path
            key={node}
            className={path.has(node) ? 'on-path' : ''}
            d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
          />
        )
      })}
    </svg>
  )
}

interface TreeNodeProps {
  readonly node: RefinementNode
  readonly place: { readonly column: number; readonly row: number }
  readonly isFinal: boolean
  readonly isOnPath: boolean
  readonly isSelected: boolean
  readonly onSelect: (node: number) => void
}

function TreeNode({ node, place, isFinal, isOnPath, isSelected, onSelect }: TreeNodeProps) {
  const paint = useValuePaint()
  const votes = lastVotes(node.ballots)
  const { fill, text } = paint(node.value, votes.yes + votes.no)
  const what = node.parent === null ? 'the failed answer' : `refinement ${node.node}`
  return (
    <div
      role="treeitem"
      aria-level={place.column + 1}
      aria-selected={isSelected}
      tabIndex={isSelected ? 0 : -1}
      data-node={node.node}
      className={`tree-node ${isOnPath ? 'on-path' : ''}`}
      style={{
        left: left(place.column),
        top: middle(place.row) - BOX.height / 2,
        width: BOX.width,
        height: BOX.height,
        background: fill,
        color: text,
      }}
      onClick={() => onSelect(node.node)}
    >
      <span className="unseen">
        {what}, value {formatValue(node.value)}, {votesText(votes)}
        {isFinal ? ', final' : ''}
      </span>
      <span className="tree-value number" aria-hidden="true">
        {formatValue(node.value)}
      </span>
      <span className="tree-votes number" aria-hidden="true">
        {votes.yes}✓ {votes.no}✗{votes.unread === 0 ? '' : ` ${votes.unread}?`}
      </span>
      {isFinal ? (
        <span className="tree-final">
          <Icon name="star" size={12} />
        </span>
      ) : null}
    </div>
  )
}

/** Where an arrow leads: to the parent, the first child, the node above or below in the same column. */
function nextNode({ nodes, final }: Tree, { places }: TreeLayout, selected: number, key: string): number | null {
  const at = places.get(selected)
  if (at === undefined) return null
  if (key === 'Home') return nodes[0]!.node
  if (key === 'End') return final
  if (key === 'ArrowLeft') return nodes.find(({ node }) => node === selected)?.parent ?? null
  if (key === 'ArrowRight') return nodes.find(({ parent }) => parent === selected)?.node ?? null
  const step = { ArrowUp: -1, ArrowDown: 1 }[key]
  if (step === undefined) return null
  const column = nodes
    .filter(({ node }) => places.get(node)!.column === at.column)
    .sort((a, b) => places.get(a.node)!.row - places.get(b.node)!.row)
  return column[column.findIndex(({ node }) => node === selected) + step]?.node ?? null
}
