import { NONE, ROOT, type NodeId, type Rejection, type TreeView } from '@espalier/core'
import { nodeMark, nodeNumbers, NUMBERS_WIDTH, visitBar, BAR_WIDTH } from './node-text.ts'
import type { Palette } from './palette.ts'
import { clip, fit, printable, textWidth } from './text-width.ts'
import { pathTo, visibleNodes } from './visible-nodes.ts'

export interface TreeTextOptions {
  /** Columns to use at most. */
  readonly width: number
  /** Nodes shown at most. */
  readonly limit: number
  readonly palette: Palette
  /** The path to this node is always shown and stands out. */
  readonly keep?: NodeId | null
  /** Refused proposals by node. Default: none are shown. */
  readonly rejections?: ReadonlyMap<NodeId, readonly Rejection[]>
  /** Whether lines say how much is not shown. Default true. */
  readonly showHidden?: boolean
  /** Columns for the labels, where the width allows. Default: what the longest shown needs. */
  readonly labelWidth?: number
}

/** Refused proposals shown at one node; more are counted. */
const REJECTIONS_SHOWN = 2
/** Below this many columns for the labels the bars are left out. */
const MIN_LABEL_WIDTH = 36
const MAX_WIDTH = 140

type Row = { readonly lead: string } & (
  | { readonly kind: 'node'; readonly node: NodeId }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }
)

/**
 * A tree as lines of text: steps with box-drawing characters, and for each node the visits N, the mean value Q and the prior P among
 * its siblings. Siblings stand in order of creation.
 */
export function treeLines(tree: TreeView, options: TreeTextOptions): string[] {
  if (tree.size === 0) return []
  const { palette } = options
  const keep = options.keep ?? null
  const rows: Row[] = []
  collectRows(tree, ROOT, '', '', visibleNodes(tree, options.limit, keep), options, rows)
  const onPath = new Set(keep === null ? [] : pathTo(tree, keep))
  const width = Math.min(options.width, MAX_WIDTH)
  const bars = width - NUMBERS_WIDTH - BAR_WIDTH >= MIN_LABEL_WIDTH
  const needed = options.labelWidth ?? rows.reduce((most, row) => Math.max(most, rowWidth(tree, row)), 0)
  const labelWidth = Math.max(1, Math.min(needed, width - NUMBERS_WIDTH - (bars ? BAR_WIDTH : 0)))
  return rows.map((row) => {
    const lead = palette.dim(row.lead)
    const room = labelWidth - textWidth(row.lead)
    if (row.kind === 'note') return lead + palette.dim(clip(row.text, width - textWidth(row.lead)))
    if (row.kind === 'rejected')
      return lead + palette.dim(clip(rejectionText(row.rejection), width - textWidth(row.lead)))
    const mark = nodeMark(tree, row.node, palette)
    const label = fit(printable(tree.label(row.node)), Math.max(0, room - mark.width))
    const text = onPath.has(row.node) ? palette.bold(label) : label
    const bar = bars ? visitBar(tree, row.node, palette) : ''
    return `${lead}${mark.text}${text}${nodeNumbers(tree, row.node, palette)}${bar}`.trimEnd()
  })
}

function collectRows(
  tree: TreeView,
  node: NodeId,
  lead: string,
  below: string,
  visible: ReadonlySet<NodeId>,
  options: TreeTextOptions,
  rows: Row[],
): void {
  rows.push({ kind: 'node', node, lead })
  const inner: ((lead: string, below: string) => void)[] = []
  let hidden = 0
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
    const shown = child
    if (!visible.has(shown)) hidden++
    else inner.push((first, next) => collectRows(tree, shown, first, next, visible, options, rows))
  }
  const note = (text: string) => inner.push((first) => void rows.push({ kind: 'note', lead: first, text }))
  if (options.showHidden !== false && hidden > 0) note(`… ${hidden} more`)
  const rejected = options.rejections?.get(node) ?? []
  for (const rejection of rejected.slice(0, REJECTIONS_SHOWN)) {
    inner.push((first) => void rows.push({ kind: 'rejected', lead: first, rejection }))
  }
  if (rejected.length > REJECTIONS_SHOWN) note(`… ${rejected.length - REJECTIONS_SHOWN} more rejected`)
  inner.forEach((add, i) =>
    i === inner.length - 1 ? add(`${below}└─ `, `${below}   `) : add(`${below}├─ `, `${below}│  `),
  )
}

function rowWidth(tree: TreeView, row: Row): number {
  if (row.kind !== 'node') return 0
  return textWidth(row.lead) + textWidth(printable(tree.label(row.node))) + nodeMark(tree, row.node).width + 1
}

function rejectionText({ label, reason }: Rejection): string {
  return `⊘ ${printable(label)}  rejected: ${printable(reason)}`
}
