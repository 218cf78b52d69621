import { ROOT, mostVisitedLeaf } from '@espalier/core'
import type { Budget } from '../run/budget.ts'
import type { Palette } from './palette.ts'
import { answerNode, type SearchProgress } from './progress.ts'
import { clip, printable, textWidth } from './text-width.ts'
import { treeLines } from './tree-text.ts'
import { counted, duration, withCommas } from './wording.ts'

export interface BlockSize {
  readonly columns: number
  readonly rows: number
}

const BAR_CELLS = 10
/** Title, counters, and an empty line on both sides of the tree. */
const LINES_AROUND_TREE = 4
/** Fixed, so that the numbers do not move while the tree grows. */
const LABEL_WIDTH = 43
/** A tree of more lines is no calmer to watch. */
const MAX_TREE_LINES = 18

/** One frame: the puzzle, the part of the tree that says most, the counters. At most `size.rows` lines of at most `size.columns`. */
export function progressLines(progress: SearchProgress, budget: Budget, size: BlockSize, palette: Palette): string[] {
  const { tree } = progress.fold
  if (tree.size === 0) return []
  const limit = Math.max(1, Math.min(MAX_TREE_LINES, size.rows - LINES_AROUND_TREE))
  const keep = answerNode(progress.fold) ?? mostVisitedLeaf(tree, ROOT)
  const body = treeLines(tree, {
    width: size.columns,
    limit,
    palette,
    keep,
    showHidden: false,
    labelWidth: LABEL_WIDTH,
  })
  const lines = [
    titleLine(progress, size.columns, palette),
    '',
    ...body,
    '',
    countersLine(progress, budget, size.columns, palette),
  ]
  return lines.length <= size.rows
    ? lines
    : [...body.slice(0, Math.max(0, size.rows - 1)), lines.at(-1)!].slice(-size.rows)
}

function titleLine({ fold }: SearchProgress, columns: number, palette: Palette): string {
  const { start } = fold
  const right = start === null ? '' : `${start.policy.name} · seed ${start.seed}`
  const left = clip(printable(start?.label ?? ''), columns)
  const gap = columns - textWidth(left) - textWidth(right)
  return gap < 2 ? palette.bold(left) : `${palette.bold(left)}${' '.repeat(gap)}${palette.dim(right)}`
}

function countersLine({ fold, elapsedMs }: SearchProgress, budget: Budget, columns: number, palette: Palette): string {
  const done = fold.succeeded + fold.failed
  const tokens = fold.usage.completionTokens
  const of = (count: number, limit: number | undefined, noun: string): string =>
    limit === undefined ? counted(count, noun) : `${withCommas(count)}/${counted(limit, noun)}`
  const share = Math.max(
    budget.trials === undefined ? 0 : done / budget.trials,
    budget.tokens === undefined ? 0 : tokens / budget.tokens,
    budget.timeMs === undefined ? 0 : elapsedMs / budget.timeMs,
  )
  const counters = [
    of(done, budget.trials, 'trial'),
    duration(elapsedMs),
    counted(fold.tree.size, 'node'),
    of(tokens, budget.tokens, 'token'),
    `${withCommas(fold.rejected)} rejected`,
  ].join(' · ')
  const filled = Math.min(BAR_CELLS, Math.round(share * BAR_CELLS))
  if (columns < BAR_CELLS + 20) return clip(counters, columns)
  const bar = palette.accent('━'.repeat(filled)) + palette.dim('─'.repeat(BAR_CELLS - filled))
  return `${bar}  ${clip(counters, columns - BAR_CELLS - 2)}`
}
