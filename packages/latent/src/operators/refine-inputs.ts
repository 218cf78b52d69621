import { LatentError } from '../latent-error.ts'
import { evolve } from '../refine/evolve.ts'
import { hillClimb } from '../refine/hill-climb.ts'
import { randomSearch } from '../refine/random-search.ts'
import { bestOf, type Refiner, type ScoredVector } from '../refine/refiner.ts'
import { voot } from '../refine/voot.ts'
import type { Thought, ThoughtModel } from '../thought-model.ts'
import type { ThoughtState } from '../thought-state.ts'
import type { RefineMethod, RefineStep } from '../thought-step.ts'
import type { ThoughtTask } from '../thought-task.ts'
import { goalMass } from '../thought-value.ts'

/** A refinement of what a state holds. */
export interface RefineRow<Problem> {
  readonly state: ThoughtState<Problem>
  readonly thought: Thought
  readonly step: RefineStep
}

/** Vectors of one refinement that are tried together. Part of what a label means: another number is another vector. */
const TOGETHER = 4
/** First step to the side, in lengths of the thought: about as far as noise of sigma 0.5. Part of what a label means, too. */
const RADIUS = 0.5

const REFINERS: { readonly [Method in RefineMethod]: (start: Float32Array) => Refiner } = {
  voot: (start) => voot({ start, radius: RADIUS }),
  climb: (start) => hillClimb({ start, radius: RADIUS }),
  evolve: (start) => evolve({ start, radius: RADIUS, parents: 2, children: TOGETHER }),
  random: (start) => randomSearch({ start }),
}

/**
 * Refines thoughts against the model's own score of what follows when they are fed back, many at once. Each comes to the best vector that was tried for
 * it, h itself first, so to none that the score says is worse; of equals to the earliest. The same bits for the same step, whatever else is
 * refined with it.
 */
export async function refineInputs<Problem>(
  model: ThoughtModel<never>,
  task: ThoughtTask<Problem, unknown>,
  rows: readonly RefineRow<Problem>[],
): Promise<readonly Float32Array[]> {
  const runs = rows.map((row) => ({
    ...row,
    refiner: REFINERS[row.step.method](row.thought.hidden),
    tried: [] as ScoredVector[],
  }))
  for (;;) {
    const asked = runs.flatMap((run) => candidatesOf(run).map((vector) => ({ run, vector })))
    if (asked.length === 0) return runs.map(({ tried }) => bestOf(tried)!.vector as Float32Array)
    const thoughts = await model.think(
      asked.map(({ run, vector }) => ({ cache: run.thought.cache, input: vector, as: 'thought' })),
    )
    const hidden = thoughts.map((thought) => thought.hidden)
    for (const { cache } of thoughts) model.release(cache)
    const heads = model.value?.(hidden) ?? null
    const readOuts = model.readOut(hidden)
    for (const [i, { run, vector }] of asked.entries()) {
      const value = run.step.by === 'head' ? headOf(heads, i, model.name) : goalMass(task, run.state, readOuts[i]!)
      run.tried.push({ vector, value })
    }
  }
}

/** What to try next: h alone at first, and then as many as are tried together, from what came back before them. */
function candidatesOf(run: {
  readonly thought: Thought
  readonly step: RefineStep
  readonly refiner: Refiner
  readonly tried: readonly ScoredVector[]
}): readonly Float32Array[] {
  const { step, tried } = run
  if (tried.length === 0) return [run.thought.hidden]
  // An evolution strategy lives in whole generations of its own.
  const history = step.method === 'evolve' ? tried.slice(1) : tried
  const count = Math.min(TOGETHER, step.evaluations - tried.length)
  return Array.from({ length: count }, (_, i) => run.refiner(step.seed, tried.length - 1 + i, history))
}

function headOf(heads: readonly number[] | null, i: number, name: string): number {
  if (heads !== null) return heads[i]!
  throw new LatentError('INVALID_OPTIONS', 'a thought cannot be refined so', {
    got: `head, of ${name}`,
    expected: 'a model with a value head',
    where: 'step.by',
  })
}
