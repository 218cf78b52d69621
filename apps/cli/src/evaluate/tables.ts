import type { Outcome } from './game24.ts'
import type { Run } from './methods.ts'
import { pairedDifference, wilson, type Share } from './statistics.ts'

const percent = ({ share, low, high }: Share): string =>
  `${(100 * share).toFixed(1)} [${(100 * low).toFixed(0)}, ${(100 * high).toFixed(0)}]`

/** Whether a run had its final answer within a budget of tokens. */
const within = (run: Run, budget: number): boolean => run.solvedAt !== null && run.solvedAt.tokens <= budget

const solved = (runs: readonly Run[], budget: number): number => runs.filter((run) => within(run, budget)).length

/** The group's method with most puzzles solved at a budget. */
function bestAt(outcomes: readonly Outcome[], group: string, budget: number): Outcome {
  const members = outcomes.filter((outcome) => outcome.method.group === group)
  return members.reduce((best, other) => (solved(other.runs, budget) > solved(best.runs, budget) ? other : best))
}

const groupsOf = (outcomes: readonly Outcome[]): string[] => [
  ...new Set(outcomes.map((outcome) => outcome.method.group)),
]

/** Solved by final answer within each budget, in percent with Wilson intervals; model calls and milliseconds a puzzle beside it. */
export function methodTable(outcomes: readonly Outcome[], budgets: readonly number[]): string {
  const lines = [
    `| solved %, [95 % interval] | ${budgets.map((budget) => `${budget} tokens`).join(' | ')} | calls | ms |`,
    `|---|${budgets.map(() => '---|').join('')}---|---|`,
  ]
  for (const group of groupsOf(outcomes)) {
    const cells = budgets.map((budget) => {
      const best = bestAt(outcomes, group, budget)
      return percent(wilson(solved(best.runs, budget), best.runs.length))
    })
    const last = bestAt(outcomes, group, budgets.at(-1)!)
    const mean = (pick: (run: Run) => number): string =>
      (last.runs.reduce((sum, run) => sum + pick(run), 0) / last.runs.length).toFixed(1)
    lines.push(
      `| ${group} | ${cells.join(' | ')} | ${mean((run) => run.trace.at(-1)?.calls ?? 0)} | ${mean((run) => run.trace.at(-1)?.ms ?? 0)} |`,
    )
  }
  return `${lines.join('\n')}\n`
}

/** MCTS less every other method on the same puzzles, in points, with paired bootstrap intervals; * where the interval excludes zero. */
export function pairedTable(outcomes: readonly Outcome[], budgets: readonly number[], draw: () => number): string {
  const groups = groupsOf(outcomes)
  if (!groups.includes('mcts') || groups.length === 1) return ''
  const lines = [
    `| mcts less …, points [95 %] | ${budgets.map((budget) => `${budget} tokens`).join(' | ')} |`,
    `|---|${budgets.map(() => '---|').join('')}`,
  ]
  for (const group of groups.filter((name) => name !== 'mcts')) {
    const cells = budgets.map((budget) => {
      const ours = bestAt(outcomes, 'mcts', budget).runs.map((run) => within(run, budget))
      const theirs = bestAt(outcomes, group, budget).runs.map((run) => within(run, budget))
      const difference = pairedDifference(ours, theirs, draw)
      return `${percent(difference)}${difference.low > 0 || difference.high < 0 ? ' *' : ''}`
    })
    lines.push(`| ${group} | ${cells.join(' | ')} |`)
  }
  return `${lines.join('\n')}\n`
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
