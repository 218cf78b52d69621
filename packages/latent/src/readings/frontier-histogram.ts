import { LatentError } from '../latent-error.ts'
import { checkCount, checkFinite } from '../vectors/checks.ts'
import type { Vector } from '../vectors/vector.ts'

/** Where a symbol stands after so many hops from the root, the most special first. */
export const FRONTIER_GROUPS = ['optimal', 'frontier', 'reachable', 'notReachable'] as const
export type FrontierGroup = (typeof FRONTIER_GROUPS)[number]

/** One thought, what is known of each symbol by then, and what the thought holds of it. */
export interface FrontierStep {
  /** Probabilities of a read-out, or inner products with the symbols' vectors. [symbols] */
  readonly values: Vector
  /** Within so many hops of the root. May hold the frontier. */
  readonly reachable: ReadonlySet<number>
  /** So many hops away. May hold the optimal ones. */
  readonly frontier: ReadonlySet<number>
  /** On the frontier and on a shortest path to the answer. */
  readonly optimal: ReadonlySet<number>
  /** Symbols that the problem speaks of. Default: all. */
  readonly among?: ReadonlySet<number>
}

export interface GroupTotal {
  readonly count: number
  /** Of the values: the mass of a group where they are probabilities. */
  readonly sum: number
  /** NaN for an empty group. */
  readonly mean: number
}

export type FrontierHistogram = Readonly<Record<FrontierGroup, GroupTotal>>

/**
 * What a thought holds of each group of symbols, each in the most special group that has it (Zhu et al. 2025, arXiv 2505.12514: inner
 * products with node embeddings by group and step). Several steps, of one problem or of the same depth in many, are taken together.
 * Throws `TOO_FEW` for none, `NOT_FINITE`, and `OUT_OF_RANGE` for a set with a symbol that the values do not have.
 */
export function frontierHistogram(steps: readonly FrontierStep[]): FrontierHistogram {
  checkCount('steps', steps.length, 1)
  const totals = { optimal: empty(), frontier: empty(), reachable: empty(), notReachable: empty() }
  steps.forEach((step, i) => {
    checkStep(step, `steps[${i}]`)
    step.values.forEach((value, symbol) => {
      if (step.among !== undefined && !step.among.has(symbol)) return
      const total = totals[groupOf(symbol, step)]
      total.count++
      total.sum += value
    })
  })
  const done = ({ count, sum }: Total): GroupTotal => ({ count, sum, mean: sum / count })
  return {
    optimal: done(totals.optimal),
    frontier: done(totals.frontier),
    reachable: done(totals.reachable),
    notReachable: done(totals.notReachable),
  }
}

/** The most special group of a symbol. */
export function groupOf(symbol: number, sets: Omit<FrontierStep, 'values' | 'among'>): FrontierGroup {
  return FRONTIER_GROUPS.find((group) => group === 'notReachable' || sets[group].has(symbol)) ?? 'notReachable'
}

interface Total {
  count: number
  sum: number
}

function empty(): Total {
  return { count: 0, sum: 0 }
}

function checkStep(step: FrontierStep, where: string): void {
  checkFinite(`${where}.values`, step.values)
  for (const name of ['reachable', 'frontier', 'optimal', 'among'] as const) {
    for (const symbol of step[name] ?? []) {
      if (Number.isInteger(symbol) && symbol >= 0 && symbol < step.values.length) continue
      throw new LatentError('OUT_OF_RANGE', 'no such symbol', {
        got: String(symbol),
        expected: `an integer from 0 to ${step.values.length - 1}`,
        where: `${where}.${name}`,
      })
    }
  }
}
