import { NONE, ROOT, type NodeId, type Rejection, type TreeView } from '@espalier/core'
import { nodeMark, nodeNumbers, NUMBERS_WIDTH, visitBar, BAR_WIDTH } from './node-text.ts'
import type { Palette } from './palette.ts'
import { clip, fit, printable, textWidth } from './text-width.ts'
import { pathTo, visibleNodes } from './visible-nodes.ts'

export interface TreeTextOptions {
  /** Columns to use at most, at least 20. In fewer than 44 there is no room for the numbers. */
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
/** Below this many columns for the labels the numbers are left out too. */
const LEAST_LABEL_WIDTH = 20

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
  const numbers = width - NUMBERS_WIDTH >= LEAST_LABEL_WIDTH
  const bars = width - NUMBERS_WIDTH - BAR_WIDTH >= MIN_LABEL_WIDTH
  const longest = options.labelWidth ?? rows.reduce((most, row) => Math.max(most, rowWidth(tree, row)), 0)
  const labelWidth = Math.min(longest, width - (numbers ? NUMBERS_WIDTH : 0) - (bars ? BAR_WIDTH : 0))
  return rows.map((row) => {
    const lead = shortLead(row.lead, Math.floor(labelWidth / 2))
    if (row.kind !== 'node') return palette.dim(clip(lead + noteText(row), width))
    const mark = nodeMark(tree, row.node, palette)
    const label = fit(printable(tree.label(row.node)), labelWidth - textWidth(lead) - mark.width)
    const text = onPath.has(row.node) ? palette.bold(label) : label
    const behind =
      (numbers ? nodeNumbers(tree, row.node, palette) : '') + (bars ? visitBar(tree, row.node, palette) : '')
    return `${palette.dim(lead)}${mark.text}${text}${behind}`.trimEnd()
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

function noteText(row: Exclude<Row, { readonly kind: 'node' }>): string {
  if (row.kind === 'note') return row.text
  return `⊘ ${printable(row.rejection.label)}  rejected: ${printable(row.rejection.reason)}`
}

/** The end of a lead that is deeper than there is room for. */
function shortLead(lead: string, width: number): string {
  return lead.length <= width ? lead : `…${lead.slice(lead.length - width + 1)}`
}
