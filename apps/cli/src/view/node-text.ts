import { Flag, NONE, ROOT, type NodeId, type TreeView } from '@espalier/core'
import { createPalette, type Palette } from './palette.ts'

/** Columns of what {@link nodeNumbers} writes: ` N 1234  Q 0.81  P 0.42`. */
export const NUMBERS_WIDTH = 24
const BAR_CELLS = 10
/** Columns of what {@link visitBar} writes, a gap before it included. */
export const BAR_WIDTH = BAR_CELLS + 2
const PLAIN = createPalette(false)

/** Visits, mean value and prior of a node in columns. A dash: none yet. The prior is normalised over the siblings there are now. */
export function nodeNumbers(tree: TreeView, node: NodeId, palette: Palette): string {
  const visits = tree.visits(node)
  const count = visits > 9999 ? `${Math.floor(visits / 1000)}k`.padStart(4) : String(visits).padStart(4)
  const mean = visits === 0 ? palette.dim('   -') : valueColor(tree.q(node), palette)(tree.q(node).toFixed(2))
  const parent = tree.parent(node)
  const sum = parent === NONE ? 0 : tree.priorSum(parent)
  const prior = parent === NONE ? '' : `  ${palette.dim('P')} ${(sum > 0 ? tree.prior(node) / sum : 0).toFixed(2)}`
  return `${palette.dim(' N')} ${count}  ${palette.dim('Q')} ${mean}${prior}`
}

/** How a value in [0, 1] is coloured. */
export function valueColor(value: number, palette: Palette): (text: string) => string {
  return value >= 0.6 ? palette.good : value >= 0.25 ? palette.middling : palette.bad
}

/** The share of all visits that went through a node, as a bar. */
export function visitBar(tree: TreeView, node: NodeId, palette: Palette): string {
  const all = tree.visits(ROOT)
  if (node === ROOT || all === 0 || tree.visits(node) === 0) return ''
  const eighths = Math.max(1, Math.round((tree.visits(node) / all) * BAR_CELLS * 8))
  const bar = '█'.repeat(eighths >> 3) + (['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths & 7] ?? '')
  return `  ${palette.accent(bar)}`
}

/** What became of a node, before its label: answer, dead end, pruned, closed; nothing while it is open. */
export function nodeMark(
  tree: TreeView,
  node: NodeId,
  palette: Palette = PLAIN,
): { readonly text: string; readonly width: number } {
  if (tree.has(node, Flag.answer)) return { text: `${palette.good('✔')} `, width: 2 }
  if (tree.has(node, Flag.terminal)) return { text: `${palette.bad('✘')} `, width: 2 }
  if (tree.has(node, Flag.pruned)) return { text: `${palette.dim('✂')} `, width: 2 }
  if (tree.has(node, Flag.closed)) return { text: `${palette.dim('■')} `, width: 2 }
  return { text: '', width: 0 }
}

/** What the marks mean, in one line. */
export const MARK_HELP = '✔ answer  ✘ dead end  ✂ pruned  ■ nothing left below  ⊘ rejected step'
