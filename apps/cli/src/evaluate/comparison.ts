import type { Outcome } from './game24.ts'
import type { Run } from './methods.ts'

/** What the methods did on one set of puzzles, a row a group. */
export interface Comparison {
  readonly outcomes: readonly Outcome[]
  /** In generated tokens. */
  readonly budgets: readonly number[]
  /** The setting that stands for a group at each budget, by name. Where a group is not in it: the one that solves most here. */
  readonly settings: Readonly<Record<string, readonly string[]>>
}

export const groupsOf = ({ outcomes }: Comparison): string[] => [
  ...new Set(outcomes.map((outcome) => outcome.method.group)),
]

/** Whether a run had its final answer within a budget of tokens. */
export const within = (run: Run, budget: number): boolean => run.solvedAt !== null && run.solvedAt.tokens <= budget

export const solved = (runs: readonly Run[], budget: number): number => runs.filter((run) => within(run, budget)).length

/** What stands for a group at the i-th budget. */
export function memberAt({ outcomes, budgets, settings }: Comparison, group: string, i: number): Outcome {
  const members = outcomes.filter((outcome) => outcome.method.group === group)
  const chosen = settings[group]?.[i]
  if (chosen !== undefined) {
    const member = members.find(({ method }) => method.name === chosen)
    if (member === undefined) throw new Error(`settings: ${group} has no ${JSON.stringify(chosen)}`)
    return member
  }
  const budget = budgets[i]!
  return members.reduce((best, other) => (solved(other.runs, budget) > solved(best.runs, budget) ? other : best))
}
