import { batched, type Expansion, type ExpandFn, type NodeId, type StateBackend, type Trial } from '@espalier/core'
import type { NearThoughts } from './kernels/near-thoughts.ts'
import { LatentError } from './latent-error.ts'
import { lookAhead } from './look-ahead.ts'
import type { OperatorSetting, RefineSetting } from './propose-steps.ts'
import type { PlacedStep } from './thought-backend.ts'
import type { ThoughtModel } from './thought-model.ts'
import type { HeldThought, ThoughtPool } from './thought-pool.ts'
import { proposalsOf } from './thought-proposals.ts'
import type { ThoughtState } from './thought-state.ts'
import type { ThoughtStep } from './thought-step.ts'
import type { ThoughtTask } from './thought-task.ts'
import { valuesOf, type ValueSource } from './thought-value.ts'

export interface ThoughtExpandOptions<Problem, Prompt> {
  readonly model: ThoughtModel<Prompt>
  readonly task: ThoughtTask<Problem, Prompt>
  readonly backend: StateBackend<Problem, ThoughtState<Problem>, PlacedStep>
  readonly pool: ThoughtPool<Problem>
  /** Ways to branch, at least one. Default: steering with strength 0.5. */
  readonly operators?: readonly OperatorSetting[]
  /** Default: `head` for a model that has one, else `implicit`. */
  readonly value?: ValueSource
  /** Thoughts of a `rollout`. Whole, at least 1. Default 3. */
  readonly rolloutThoughts?: number
  /** Temperature of independent samples. Above 0. Default 1. */
  readonly temperature?: number
  /** Thoughts computed together at most. Whole, at least 1. Default 32. */
  readonly maxBatch?: number
  /**
   * Thinks of every step when it is proposed, so that those that come to nearly the same thought can be one state; the backend's `merge` has to be the
   * same. Steps are then born with their values, and an unfinished one costs its position when it is proposed, not when it is chosen.
   */
  readonly near?: NearThoughts
  /** Hears of the thought that each node came to, when it is first worked at: `landings(...).note`. */
  readonly onThought?: (node: NodeId, thought: HeldThought) => void
}

/**
 * Expands lines of thought: the state's thought is computed, its value read from it, and next steps made of what it reads as. A trial on an
 * unfinished line costs one position of the model (and those of a rollout), once for each node; a step that is refined costs
 * those that were tried for it; finished lines cost none.
 */
export function thoughtExpand<Problem, Prompt>(
  options: ThoughtExpandOptions<Problem, Prompt>,
): ExpandFn<ThoughtState<Problem>, PlacedStep> {
  const { model, task, backend, pool, rolloutThoughts = 3, temperature = 1, maxBatch = 32, near, onThought } = options
  const operators = (options.operators ?? [{ operator: 'steer' }]).map((setting): OperatorSetting =>
    setting.operator === 'refine' ? { by: model.value === null ? 'implicit' : 'head', ...setting } : setting,
  )
  const source = options.value ?? (model.value === null ? 'implicit' : 'head')
  check(operators.length > 0, 'no operator', 'at least one', 'operators')
  check(source !== 'head' || model.value !== null, `head, of ${model.name}`, 'a model with a value head', 'value')
  for (const [i, setting] of operators.entries()) if (setting.operator === 'refine') checkRefine(setting, i)
  check(Number.isInteger(rolloutThoughts) && rolloutThoughts >= 1, rolloutThoughts, 'at least 1', 'rolloutThoughts')
  check(temperature > 0 && temperature < Infinity, temperature, 'above 0', 'temperature')

  const proposing = { model, task, pool, operators, temperature }

  function checkRefine({ evaluations = 8, by }: RefineSetting, i: number): void {
    const where = `operators[${i}]`
    const isWhole = Number.isInteger(evaluations) && evaluations >= 2 && evaluations <= 1024
    check(isWhole, evaluations, 'a whole number from 2 to 1024', `${where}.evaluations`)
    check(by !== 'head' || model.value !== null, `head, of ${model.name}`, 'a model with a value head', `${where}.by`)
  }

  const worthOf = (states: readonly ThoughtState<Problem>[], thoughts: readonly HeldThought[]) =>
    valuesOf(model, task, states, thoughts, source, rolloutThoughts)
  /** Positions of a thought with its value. */
  const judging = source === 'rollout' ? 1 + rolloutThoughts : 1

  /** Positions that a trial pays for its own state: deterministic, whatever is held or has to be made again. */
  function costOf({ evaluate, evaluated, existing, state }: Trial<ThoughtState<Problem>>): number {
    if (evaluate) return judging
    const isThoughtOf = evaluated || existing.length > 0 || (near !== undefined && state.parent !== null)
    return isThoughtOf ? 0 : 1
  }

  async function propose(
    trial: Trial<ThoughtState<Problem>>,
    thought: HeldThought,
  ): Promise<Pick<Expansion<PlacedStep>, 'proposals' | 'exhausted'> & { readonly cost: number }> {
    if (trial.want === 0) return { proposals: [], cost: 0 }
    const proposed = await proposalsOf(trial, thought, proposing)
    const refined = proposed.proposals.reduce((sum, { step: { step } }) => sum + positionsOf(step), 0)
    if (near === undefined) return { ...proposed, cost: refined }
    const ahead = await lookAhead(trial.state, proposed.proposals, { backend, pool, near, valuesOf: worthOf })
    return { ...proposed, proposals: ahead.proposals, cost: refined + ahead.thought * judging }
  }

  return batched(
    async (trials) => {
      const open = trials.filter(({ state }) => !backend.isTerminal(state))
      const thoughts = await pool.thoughtsOf(open.map(({ state }) => state))
      if (onThought !== undefined) for (const [i, { node }] of open.entries()) onThought(node, thoughts[i]!)
      const judged = open.flatMap((trial, i) => (trial.evaluate ? [i] : []))
      const values = await worthOf(
        judged.map((i) => open[i]!.state),
        judged.map((i) => thoughts[i]!),
      )
      const valueAt = new Map(judged.map((i, k) => [open[i]!, values[k]!]))
      const thoughtAt = new Map(open.map((trial, i) => [trial, thoughts[i]!]))
      const outcomes: Expansion<PlacedStep>[] = []
      for (const trial of trials) {
        const thought = thoughtAt.get(trial)
        if (thought === undefined) {
          // Finished: the verifier says what the line is worth, and nothing follows.
          const value = trial.evaluate ? Number(backend.answer(trial.state) !== null) : null
          outcomes.push({ value, proposals: [], exhausted: true })
          continue
        }
        const { cost: ahead, ...proposed } = await propose(trial, thought)
        const cost = costOf(trial) + ahead
        const usage = { calls: cost, promptTokens: 0, completionTokens: cost }
        outcomes.push({ value: valueAt.get(trial) ?? null, ...proposed, usage })
      }
      return outcomes
    },
    { maxBatch },
  )
}

/** Positions that making a step's vector takes. */
function positionsOf(step: ThoughtStep): number {
  return step.operator === 'refine' ? step.evaluations : 0
}

function check(holds: boolean, got: unknown, expected: string, where: string): void {
  if (!holds)
    throw new LatentError('INVALID_OPTIONS', 'thoughts cannot be searched so', { got: String(got), expected, where })
}
