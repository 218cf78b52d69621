import { priorWeight, uniformWeight, visitWeight, type NodeWeight, type TokenCounts } from '@espalier/client'
import { NONE, ROOT, type NodeId, type TreeView } from '@espalier/core'
import type { CanvasColours } from '../theme/canvas-colours.ts'
import type { Measure, Scale } from '../url/view-state.ts'
import { certaintyOf, createPaintTable, valueHeight, type Paint } from './paint.ts'

/** How wide nodes are by a measure. Values and tokens leave unvisited nodes a sliver. */
export function weightOf(measure: Measure, tree: TreeView, tokens: TokenCounts): NodeWeight {
  switch (measure) {
    case 'visits':
      return visitWeight(tree)
    case 'prior':
      return priorWeight(tree)
    case 'depth':
      return uniformWeight
    case 'value':
      return (node) => Math.max(0.02, tree.visits(node) === 0 ? 0 : tree.q(node))
    case 'cost':
      return (node) => Math.max(1, tokens.at(node))
  }
}

/** The colour of a node, and of several that share a cell. */
export interface Painter {
  of(node: NodeId): Paint
  /** `max`: the largest value among them. */
  ofMany(first: NodeId, max: number): Paint
}

interface PainterOptions {
  readonly measure: Measure
  readonly scale: Scale
  readonly tree: TreeView
  readonly tokens: TokenCounts
  readonly colours: CanvasColours
}

/** Deepest level that gets a shade of its own. */
const DEEPEST = 12

const tables = new Map<
  CanvasColours,
  { readonly value: ReturnType<typeof createPaintTable>; readonly amount: ReturnType<typeof createPaintTable> }
>()

export function painterOf({ measure, scale, tree, tokens, colours }: PainterOptions): Painter {
  let table = tables.get(colours)
  if (table === undefined) {
    table = {
      value: createPaintTable(colours.value, colours.faint),
      amount: createPaintTable(colours.amount, colours.faint),
    }
    tables.set(colours, table)
  }
  const { value, amount } = table
  const rootMean = scale === 'relative' && tree.size > 0 ? tree.q(ROOT) : null
  const valuePaint = (q: number, visits: number): Paint =>
    Number.isFinite(q) ? value.paint(valueHeight(q, rootMean), certaintyOf(visits)) : amount.paint(0, 0)
  const of = ((): ((node: NodeId) => Paint) => {
    switch (measure) {
      case 'value':
        return (node) => valuePaint(tree.q(node), tree.visits(node))
      case 'visits': {
        const most = Math.log1p(tree.size > 0 ? tree.visits(ROOT) : 0)
        return (node) => amount.paint(most === 0 ? 0 : Math.log1p(tree.visits(node)) / most, 1)
      }
      case 'prior':
        return (node) => amount.paint(priorShare(tree, node), 1)
      case 'depth':
        return (node) => amount.paint(tree.depth(node) / DEEPEST, 1)
      case 'cost': {
        const most = Math.log1p(tree.size > 0 ? tokens.at(ROOT) : 0)
        return (node) => amount.paint(most === 0 ? 0 : Math.log1p(tokens.at(node)) / most, 1)
      }
    }
  })()
  return { of, ofMany: (first, max) => (measure === 'value' ? valuePaint(max, 1) : of(first)) }
}

/** The prior as a share of the siblings' priors. */
export function priorShare(tree: TreeView, node: NodeId): number {
  const parent = tree.parent(node)
  if (parent === NONE) return 1
  const sum = tree.priorSum(parent)
  return sum > 0 ? Math.min(1, tree.prior(node) / sum) : 0
}
