import type { Proposal, StateBackend } from '@espalier/core'
import type { NearThoughts } from './kernels/near-thoughts.ts'
import type { PlacedStep } from './thought-backend.ts'
import type { HeldThought, ThoughtPool } from './thought-pool.ts'
import type { ThoughtState } from './thought-state.ts'

export interface LookAheadOptions<Problem> {
  readonly backend: StateBackend<Problem, ThoughtState<Problem>, PlacedStep>
  readonly pool: ThoughtPool<Problem>
  readonly near: NearThoughts
  /** Values of unfinished states, in [0, 1]. */
  valuesOf(states: readonly ThoughtState<Problem>[], thoughts: readonly HeldThought[]): Promise<readonly number[]>
}

/** Thinks of proposed steps at once: each comes back with its value, those that finish a line as they were. `thought`: how many were thought of. */
export async function lookAhead<Problem>(
  state: ThoughtState<Problem>,
  proposals: readonly Proposal<PlacedStep>[],
  { backend, pool, near, valuesOf }: LookAheadOptions<Problem>,
): Promise<{ readonly proposals: readonly Proposal<PlacedStep>[]; readonly thought: number }> {
  const children = proposals.map(({ step }) => backend.extend(state, step))
  const open = children.filter((child) => !backend.isTerminal(child))
  const thoughts = await pool.thoughtsOf(open)
  for (const [i, child] of open.entries()) near.place(child, thoughts[i]!)
  const values = await valuesOf(open, thoughts)
  return {
    proposals: proposals.map((proposal, i) => {
      const at = open.indexOf(children[i]!)
      return at < 0 ? proposal : { ...proposal, value: values[at]! }
    }),
    thought: open.length,
  }
}
