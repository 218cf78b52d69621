import type { Estimate } from '@espalier/latent'
import { fit, textWidth } from '../view/text-width.ts'
import { withCommas } from '../view/wording.ts'
import type { Comparison } from './comparison.ts'
import { isClear, type Cell, type Summary } from './summary.ts'
import type { Measure } from './task.ts'

/** Results of the final answers: a row a contestant, a column a budget. */
export function resultTable(comparison: Comparison, { cells }: Summary): string {
  const { measure } = comparison
  const title = measure === 'solved' ? 'solved % [95 %]' : 'score [95 %]'
  return table(comparison, title, cells, ({ result }) => shown(result, measure))
}

/** What was spent, as means a search. */
export function costTable(comparison: Comparison, { cells }: Summary): string {
  return table(comparison, 'calls · tokens · ms', cells, ({ calls, tokens, ms }) =>
    [calls, tokens, ms].map((amount) => withPoint(amount)).join(' · '),
  )
}

/** Every contestant less the reference on the same problems; `*` where the interval leaves zero out. */
export function differenceTable(comparison: Comparison, { cells, reference }: Summary): string {
  const { measure } = comparison
  const title = `less ${reference}${measure === 'solved' ? ', points' : ''} [95 %]`
  const others = cells.filter(({ difference }) => difference !== null)
  return table(comparison, title, others, ({ difference }) =>
    difference === null ? '' : `${shown(difference, measure, true)}${isClear(difference) ? ' *' : ''}`,
  )
}

/** Markdown whose columns are as wide as their widest cell, so that a terminal shows it well too. */
function table(
  { contestants, budgets, unit }: Comparison,
  title: string,
  cells: readonly Cell[],
  text: (cell: Cell) => string,
): string {
  const rows = contestants
    .map(({ name }) => ({ name, own: cells.filter(({ contestant }) => contestant === name) }))
    .filter(({ own }) => own.length > 0)
    .map(({ name, own }) => [name, ...own.map(text)])
  return markdownTable([[title, ...budgets.map((budget) => `${withCommas(budget)} ${unit}`)], ...rows])
}

/** Rows of cells as a Markdown table, the first one its head. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head, ...body] = rows
  const widths = head!.map((_, column) => Math.max(...rows.map((row) => textWidth(row[column]!))))
  const line = (row: readonly string[]): string => `| ${row.map((cell, i) => fit(cell, widths[i]!)).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return `${[line(head!), rule, ...body.map(line)].join('\n')}\n`
}

/** Shares in percent, scores as they are; differences with their sign. */
function shown({ mean, low, high }: Estimate, measure: Measure, signed = false): string {
  const [factor, digits, boundDigits] = measure === 'solved' ? [100, 1, 0] : [1, 3, 2]
  const sign = signed && mean > 0 ? '+' : ''
  const bound = (x: number): string => withoutMinusZero((factor * x).toFixed(boundDigits))
  return `${sign}${withoutMinusZero((factor * mean).toFixed(digits))} [${bound(low)}, ${bound(high)}]`
}

function withoutMinusZero(text: string): string {
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text
}

/** Three digits or so. */
function withPoint(amount: number): string {
  return amount.toFixed(amount < 10 ? 2 : amount < 100 ? 1 : 0)
}
