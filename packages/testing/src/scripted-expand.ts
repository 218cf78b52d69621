import { keyedDraw, type ExpandFn, type Outcome, type Proposal, type Trial } from '@espalier/core'
import type { Toy, WeightedStep } from './toys/toy.ts'

/** How kind the world is. All rates in [0, 1], all 0 by default; every outcome follows from (seed, trial) alone. */
export interface Luck {
  readonly seed?: number
  /** How often a trial fails. */
  readonly failures?: number
  /** How often an answer is garbage. */
  readonly garbage?: number
  /** How often fewer steps come back than were asked for. */
  readonly shortages?: number
  /** How often the generator keeps to itself that it has nothing more. */
  readonly silence?: number
  /** How often a step comes with its value. */
  readonly bornWithValue?: number
  /** How often usage, a critique and refused proposals come along. */
  readonly extras?: number
  /** How often a step brings a reward and a discount. */
  readonly rewards?: number
}

const SALT = {
  failures: 1,
  garbage: 2,
  shortages: 3,
  silence: 4,
  bornWithValue: 5,
  extras: 6,
  kind: 7,
  rewards: 8,
} as const

/** What a generator and evaluator of the toy would answer to a trial. */
export function scriptedOutcome<Problem, State, Step>(
  toy: Toy<Problem, State, Step>,
  trial: Trial<State>,
  luck: Luck = {},
): Outcome<Step> {
  const chance = (of: keyof typeof SALT, k = 0): number =>
    keyedDraw((luck.seed ?? 0) ^ 0x5eed, trial.id, SALT[of] + 16 * k)
  const happens = (of: Exclude<keyof Luck, 'seed'>, k = 0): boolean => chance(of, k) < (luck[of] ?? 0)
  const usage = { calls: 1, promptTokens: 10 + trial.depth, completionTokens: 3, costUsd: 0.125 }
  if (happens('failures'))
    return {
      error: { code: 'timeout', message: `trial ${trial.id} took too long` },
      ...(happens('extras') ? { usage } : {}),
    }
  if (happens('garbage')) return GARBAGE[Math.floor(chance('kind') * GARBAGE.length)] as Outcome<Step>
  const all = toy.steps(trial.state)
  const left = all.filter(({ step }) => !trial.existing.includes(toy.backend.label(step)))
  const most = happens('shortages') ? Math.max(0, trial.want - 1) : trial.want
  const taken = trial.proposals === 'independent' ? sample(all, most, trial) : left.slice(0, most)
  const proposals = taken.map(({ step, prior }, k): Proposal<Step> => {
    const value = happens('bornWithValue', k + 1) ? { value: toy.value(toy.backend.extend(trial.state, step)) } : {}
    return { step, prior, ...(trial.generator === undefined ? { source: `scripted ${k % 2}` } : {}), ...value }
  })
  const exhausted =
    trial.want > 0 && trial.proposals !== 'independent' && taken.length === left.length && !happens('silence')
  return {
    value: trial.evaluate ? toy.value(trial.state) : null,
    proposals,
    ...(trial.evaluate && trial.depth > 0 && happens('rewards')
      ? { reward: chance('rewards', 1) * 2 - 1, discount: chance('rewards', 2) * 2 - 1 }
      : {}),
    ...(exhausted ? { exhausted } : {}),
    ...(happens('extras')
      ? { usage, critique: `depth ${trial.depth}`, rejected: [{ label: '1 + 1 = 3', reason: 'wrong-arithmetic' }] }
      : {}),
  }
}

/** {@link scriptedOutcome} as work for a driver. Failures are rejections. */
export function scriptedExpand<Problem, State, Step>(
  toy: Toy<Problem, State, Step>,
  luck: Luck = {},
): ExpandFn<State, Step> {
  return (trial) => {
    const outcome = scriptedOutcome(toy, trial, luck)
    if (typeof outcome !== 'object' || !('error' in outcome)) return Promise.resolve(outcome)
    return Promise.reject(Object.assign(new Error(outcome.error.message), { code: outcome.error.code }))
  }
}

const GARBAGE: readonly unknown[] = [
  undefined,
  'I cannot help with that.',
  {},
  { value: Number.NaN, proposals: [] },
  { value: 7, proposals: [] },
  { value: null, proposals: [null] },
  { value: null, proposals: Array.from({ length: 2000 }, (_, step) => ({ step, prior: 1 })) },
]

function sample<Step>(
  all: readonly WeightedStep<Step>[],
  count: number,
  { seed, id }: { readonly seed: number; readonly id: number },
): readonly WeightedStep<Step>[] {
  const total = all.reduce((sum, { prior }) => sum + prior, 0)
  return Array.from({ length: all.length === 0 ? 0 : count }, (_, k) => {
    let x = keyedDraw(seed, id, k) * total
    return all.find(({ prior }) => (x -= prior) < 0) ?? all.at(-1)!
  })
}
