import { pairedDifference, type Estimate } from '@espalier/latent'
import { seededDraw } from '@espalier/tasks'
import type { Comparison, Run } from './comparison.ts'
import { estimate } from './estimate.ts'

/** One contestant at one budget. */
export interface Cell {
  readonly contestant: string
  readonly budget: number
  /** Share of problems solved, or mean score, in [0, 1]. */
  readonly result: Estimate
  /** Less the reference, on the same problems; null for the reference itself. */
  readonly difference: Estimate | null
  /** Means a search. */
  readonly calls: number
  readonly tokens: number
  readonly ms: number
}

export interface Summary {
  /** Whom the differences are against. */
  readonly reference: string
  /** By contestant, then by budget, in their orders. */
  readonly cells: readonly Cell[]
}

/**
 * What a comparison comes to. A problem counts once: its searches are averaged before anything else, so that intervals speak of problems.
 * `reference`: null takes the simple baseline that did best at the largest budget.
 */
export function summarise(comparison: Comparison, reference: string | null): Summary {
  const { contestants, budgets, seed } = comparison
  const byCell = new Map<string, Run[]>()
  for (const run of comparison.runs) {
    const key = keyOf(run.contestant, run.budget)
    const some = byCell.get(key)
    if (some === undefined) byCell.set(key, [run])
    else some.push(run)
  }
  const values = (name: string, budget: number): readonly number[] =>
    perProblem(comparison, byCell.get(keyOf(name, budget)) ?? [])
  const against = reference ?? bestBaseline(comparison, (name) => mean(values(name, budgets.at(-1)!)))
  // Every cell draws from the start of the same stream, so none depends on who else takes part.
  const cells = contestants.flatMap(({ name }) =>
    budgets.map((budget): Cell => {
      const own = values(name, budget)
      const runs = byCell.get(keyOf(name, budget)) ?? []
      return {
        contestant: name,
        budget,
        result: estimate(own, seededDraw(seed)),
        difference: name === against ? null : pairedDifference(own, values(against, budget), seededDraw(seed)),
        calls: mean(runs.map(({ calls }) => calls)),
        tokens: mean(runs.map(({ tokens }) => tokens)),
        ms: mean(runs.map(({ ms }) => ms)),
      }
    }),
  )
  return { reference: against, cells }
}

/** Whether an interval of a difference leaves zero out. */
export function isClear({ low, high }: Estimate): boolean {
  return low > 0 || high < 0
}

function keyOf(contestant: string, budget: number): string {
  return `${budget} ${contestant}`
}

function perProblem({ complete, measure }: Comparison, runs: readonly Run[]): readonly number[] {
  const sums = Array.from({ length: complete }, () => ({ sum: 0, count: 0 }))
  for (const run of runs) {
    const at = sums[run.problem]!
    at.sum += measure === 'solved' ? Number(run.solved) : run.score
    at.count++
  }
  return sums.map(({ sum, count }) => sum / count)
}

function bestBaseline({ contestants }: Comparison, result: (name: string) => number): string {
  const baselines = contestants.filter(({ isBaseline }) => isBaseline).map(({ name }) => name)
  return baselines.reduce((best, name) => (result(name) > result(best) ? name : best))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
