import { portableExp } from '@espalier/core'
import type { HeldThought } from './thought-pool.ts'
import type { ThoughtModel } from './thought-model.ts'
import type { ThoughtState } from './thought-state.ts'
import type { ThoughtTask } from './thought-task.ts'

/**
 * Where an unfinished line gets its value from:
 * - `head`: the model's value head;
 * - `implicit`: probability that the next symbol ends the line (COCONUT, §5.3);
 * - `rollout`: the same, the highest after up to `rolloutThoughts` more thoughts of the state's own, which cost as many positions;
 * - `none`: 0 for every unfinished line.
 * Finished lines are judged by the task's exact verifier alone: 1 or 0.
 */
export type ValueSource = 'head' | 'implicit' | 'rollout' | 'none'

/** Probability that what comes next is a goal. */
export function goalMass<Problem>(
  task: ThoughtTask<Problem, unknown>,
  { problem }: ThoughtState<Problem>,
  readOut: Float32Array,
): number {
  const mass = task.goals(problem).reduce((sum, goal) => sum + portableExp(readOut[goal]!), 0)
  return Math.min(1, mass)
}

/** Values of states that are not finished, in [0, 1]. */
export async function valuesOf<Problem, Prompt>(
  model: ThoughtModel<Prompt>,
  task: ThoughtTask<Problem, Prompt>,
  states: readonly ThoughtState<Problem>[],
  thoughts: readonly HeldThought[],
  source: ValueSource,
  rolloutThoughts: number,
): Promise<readonly number[]> {
  switch (source) {
    case 'none':
      return states.map(() => 0)
    case 'head':
      return model.value!(thoughts.map(({ hidden }) => hidden))
    case 'implicit':
      return states.map((state, i) => goalMass(task, state, thoughts[i]!.readOut))
    case 'rollout':
      return rollOut(model, task, states, thoughts, rolloutThoughts)
  }
}

/** Thinks on, each thought fed back as it is, and lets go of what came of it. */
async function rollOut<Problem, Prompt>(
  model: ThoughtModel<Prompt>,
  task: ThoughtTask<Problem, Prompt>,
  states: readonly ThoughtState<Problem>[],
  thoughts: readonly HeldThought[],
  steps: number,
): Promise<readonly number[]> {
  const best = states.map((state, i) => goalMass(task, state, thoughts[i]!.readOut))
  let at: readonly { readonly hidden: Float32Array; readonly cache: HeldThought['cache'] }[] = thoughts
  for (let step = 0; step < steps && states.length > 0; step++) {
    const next = await model.think(at.map(({ hidden, cache }) => ({ cache, input: hidden, as: 'thought' })))
    if (step > 0) for (const { cache } of at) model.release(cache)
    const readOuts = model.readOut(next.map(({ hidden }) => hidden))
    for (const [i, state] of states.entries()) best[i] = Math.max(best[i]!, goalMass(task, state, readOuts[i]!))
    at = next
  }
  if (steps > 0) for (const { cache } of at) model.release(cache)
  return best
}
