import { batched, type ExpandFn, type StateBackend, type Trial } from '@espalier/core'
import { LatentError } from './latent-error.ts'
import type { OperatorSetting } from './propose-steps.ts'
import type { PlacedStep } from './thought-backend.ts'
import type { ThoughtModel } from './thought-model.ts'
import type { ThoughtPool } from './thought-pool.ts'
import { proposalsOf } from './thought-proposals.ts'
import type { ThoughtState } from './thought-state.ts'
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
}

/**
 * Expands lines of thought: the state's thought is computed, its value read from it, and next steps made of what it reads as. A trial on an
 * unfinished line costs one position of the model (and those of a rollout), once for each node; finished lines cost none.
 */
export function thoughtExpand<Problem, Prompt>(
  options: ThoughtExpandOptions<Problem, Prompt>,
): ExpandFn<ThoughtState<Problem>, PlacedStep> {
  const { model, task, backend, pool, rolloutThoughts = 3, temperature = 1, maxBatch = 32 } = options
  const operators: readonly OperatorSetting[] = options.operators ?? [{ operator: 'steer' }]
  const source = options.value ?? (model.value === null ? 'implicit' : 'head')
  check(operators.length > 0, 'no operator', 'at least one', 'operators')
  check(source !== 'head' || model.value !== null, `head, of ${model.name}`, 'a model with a value head', 'value')
  check(Number.isInteger(rolloutThoughts) && rolloutThoughts >= 1, rolloutThoughts, 'at least 1', 'rolloutThoughts')
  check(temperature > 0 && temperature < Infinity, temperature, 'above 0', 'temperature')

  const proposing = { model, task, operators, temperature }

  /** Positions that a trial pays for: deterministic, whatever is held or has to be made again. */
  function costOf({ evaluate, evaluated, existing }: Trial<ThoughtState<Problem>>): number {
    if (evaluate) return source === 'rollout' ? 1 + rolloutThoughts : 1
    return evaluated || existing.length > 0 ? 0 : 1
  }

  return batched(
    async (trials) => {
      const open = trials.filter(({ state }) => !backend.isTerminal(state))
      const thoughts = await pool.thoughtsOf(open.map(({ state }) => state))
      const judged = open.flatMap((trial, i) => (trial.evaluate ? [i] : []))
      const values = await valuesOf(
        model,
        task,
        judged.map((i) => open[i]!.state),
        judged.map((i) => thoughts[i]!),
        source,
        rolloutThoughts,
      )
      const valueAt = new Map(judged.map((i, k) => [open[i]!, values[k]!]))
      const thoughtAt = new Map(open.map((trial, i) => [trial, thoughts[i]!]))
      return trials.map((trial) => {
        const thought = thoughtAt.get(trial)
        if (thought === undefined) {
          // Finished: the verifier says what the line is worth, and nothing follows.
          const value = trial.evaluate ? Number(backend.answer(trial.state) !== null) : null
          return { value, proposals: [], exhausted: true }
        }
        const cost = costOf(trial)
        return {
          value: valueAt.get(trial) ?? null,
          ...(trial.want > 0 ? proposalsOf(trial, thought, proposing) : { proposals: [] }),
          usage: { calls: cost, promptTokens: 0, completionTokens: cost },
        }
      })
    },
    { maxBatch },
  )
}

function check(holds: boolean, got: unknown, expected: string, where: string): void {
  if (!holds)
    throw new LatentError('INVALID_OPTIONS', 'thoughts cannot be searched so', { got: String(got), expected, where })
}
