import { groupsOf, memberAt, solved, within, type Comparison } from './comparison.ts'
import type { Run } from './methods.ts'
import { pairedDifference, wilson, type Share } from './statistics.ts'

const percent = ({ share, low, high }: Share): string =>
  `${(100 * share).toFixed(1)} [${(100 * low).toFixed(0)}, ${(100 * high).toFixed(0)}]`

/** Solved by final answer within each budget, in percent with Wilson intervals; model calls and milliseconds a puzzle beside it. */
export function methodTable(comparison: Comparison): string {
  const { budgets } = comparison
  const lines = [
    `| solved %, [95 % interval] | ${budgets.map((budget) => `${budget} tokens`).join(' | ')} | calls | ms |`,
    `|---|${budgets.map(() => '---|').join('')}---|---|`,
  ]
  for (const group of groupsOf(comparison)) {
    const cells = budgets.map((budget, i) => {
      const { runs } = memberAt(comparison, group, i)
      return percent(wilson(solved(runs, budget), runs.length))
    })
    const last = memberAt(comparison, group, budgets.length - 1)
    const mean = (pick: (run: Run) => number): string =>
      (last.runs.reduce((sum, run) => sum + pick(run), 0) / last.runs.length).toFixed(1)
    lines.push(
      `| ${group} | ${cells.join(' | ')} | ${mean((run) => run.trace.at(-1)?.calls ?? 0)} | ${mean((run) => run.trace.at(-1)?.ms ?? 0)} |`,
    )
  }
  return `${lines.join('\n')}\n`
}

/** MCTS less every other method on the same puzzles, in points, with paired bootstrap intervals; * where the interval excludes zero. */
export function pairedTable(comparison: Comparison, draw: () => number): string {
  const { budgets } = comparison
  const groups = groupsOf(comparison)
  if (!groups.includes('mcts') || groups.length === 1) return ''
  const lines = [
    `| mcts less …, points [95 %] | ${budgets.map((budget) => `${budget} tokens`).join(' | ')} |`,
    `|---|${budgets.map(() => '---|').join('')}`,
  ]
  for (const group of groups.filter((name) => name !== 'mcts')) {
    const cells = budgets.map((budget, i) => {
      const ours = memberAt(comparison, 'mcts', i).runs.map((run) => within(run, budget))
      const theirs = memberAt(comparison, group, i).runs.map((run) => within(run, budget))
      const difference = pairedDifference(ours, theirs, draw)
      return `${percent(difference)}${difference.low > 0 || difference.high < 0 ? ' *' : ''}`
    })
    lines.push(`| ${group} | ${cells.join(' | ')} |`)
  }
  return `${lines.join('\n')}\n`
}

/** Which setting stands for each group that has several, by budget. */
export function settingsTable(comparison: Comparison): string {
  const { outcomes, budgets } = comparison
  const several = groupsOf(comparison).filter(
    (group) => outcomes.filter(({ method }) => method.group === group).length > 1,
  )
  const lines = several.map((group) => {
    const names = budgets.map((_, i) => memberAt(comparison, group, i).method.name)
    return `settings of ${group}: ${names.join(', ')}`
  })
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

export interface ModelFree {
  readonly limits: readonly number[]
  readonly rows: readonly { readonly name: string; readonly solvedAt: readonly number[] }[]
}

/** Rows of another kind: legal steps are given, no model is called, and the cost is in expansions. */
export function modelFreeTable({ limits, rows }: ModelFree): string {
  const lines = [
    `| without a model, solved % | ${limits.map((limit) => `${limit} expansions`).join(' | ')} |`,
    `|---|${limits.map(() => '---|').join('')}`,
  ]
  for (const { name, solvedAt } of rows) {
    const cells = limits.map((limit) => percent(wilson(solvedAt.filter((at) => at <= limit).length, solvedAt.length)))
    lines.push(`| ${name} | ${cells.join(' | ')} |`)
  }
  return `${lines.join('\n')}\n`
}
