import type { RefObject } from 'react'
import type { NodeId, TreeView } from '@espalier/core'
import { formatCount, formatValue } from '../parts/format.ts'

/** A line beside the pointer that says what lies under it. Moved without React: it follows every move of the pointer. */
export function NodeTip({ tip }: { readonly tip: RefObject<HTMLDivElement | null> }) {
  return <div ref={tip} className="node-tip" aria-hidden="true" hidden />
}

export interface TipContent {
  readonly tree: TreeView
  readonly node: NodeId
  readonly members: number
}

export function showTip(tip: HTMLDivElement | null, content: TipContent | null, x: number, y: number): void {
  if (tip === null) return
  tip.hidden = content === null
  if (content === null) return
  const { tree, node, members } = content
  const visits = tree.visits(node)
  tip.textContent =
    members > 1
      ? `${formatCount(members)} steps too narrow to see; zoom in`
      : `${tree.label(node)}\n${visits === 0 ? 'not visited' : `value ${formatValue(tree.q(node))}, visits ${formatCount(visits)}`}`
  const box = tip.parentElement
  if (box === null) return
  const left = Math.min(x + 14, box.clientWidth - tip.offsetWidth - 8)
  const top = y + 18 + tip.offsetHeight > box.clientHeight ? y - tip.offsetHeight - 10 : y + 18
  tip.style.transform = `translate(${Math.max(4, left)}px, ${Math.max(4, top)}px)`
}
