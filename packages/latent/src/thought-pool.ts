import { inputOf } from './operators/input-of.ts'
import { refineInputs } from './operators/refine-inputs.ts'
import type { InputKind, Thought, ThoughtModel, ThoughtRow } from './thought-model.ts'
import type { ThoughtState } from './thought-state.ts'
import type { RefineStep } from './thought-step.ts'
import type { ThoughtTask } from './thought-task.ts'

/** What a state holds: its hidden state, and what that reads as. */
export interface HeldThought extends Thought {
  /** Natural log-probabilities of the symbols. [symbols] */
  readonly readOut: Float32Array
}

export interface ThoughtPoolOptions {
  /** How the first symbol of a line enters. Default `thought`. */
  readonly startAs?: InputKind
  /** Thoughts kept with their keys and values, at least 1; the least recently used beyond it are made again when needed. Default 4,096. */
  readonly capacity?: number
}

/** The vectors of the states of one search or several over one model. */
export interface ThoughtPool<Problem> {
  /** What the states hold, in their order; whatever is missing is computed in batches, level by level. Do not keep the caches. */
  thoughtsOf(states: readonly ThoughtState<Problem>[]): Promise<readonly HeldThought[]>
  /** The vectors that refining a state's thought comes to. [dim] each. Kept for the states that take them, and made again like everything else. */
  refine(state: ThoughtState<Problem>, steps: readonly RefineStep[]): Promise<readonly Float32Array[]>
  /** Positions computed so far, prompts apart: what was made again counts again. */
  computed(): number
  /** Lets go of everything. What is asked for afterwards is made again. */
  dispose(): void
}

/**
 * Keeps thoughts by what led to them: as keys and values of one position each, behind those of their parents (`Cache`). A state that was
 * forgotten is made again from the nearest ancestor that was not, to the same bits.
 */
export function thoughtPool<Problem, Prompt>(
  model: ThoughtModel<Prompt>,
  task: ThoughtTask<Problem, Prompt>,
  options: ThoughtPoolOptions = {},
): ThoughtPool<Problem> {
  const { startAs = 'thought', capacity = 4096 } = options
  /** Least recently used first. */
  const held = new Map<ThoughtState<Problem>, HeldThought>()
  /** Refined vectors by the state whose thought they refine, then by how. */
  let refined = new WeakMap<ThoughtState<Problem>, Map<string, Float32Array>>()
  let computed = 0
  /** Requests wait for each other: one batch at a time, and nothing is computed twice. */
  let last: Promise<unknown> = Promise.resolve()

  function keep(states: readonly ThoughtState<Problem>[], thoughts: readonly Thought[]): void {
    const readOuts = model.readOut(thoughts.map(({ hidden }) => hidden))
    for (const [i, state] of states.entries()) held.set(state, { ...thoughts[i]!, readOut: readOuts[i]! })
    computed += states.length
  }

  async function compute(missing: readonly ThoughtState<Problem>[]): Promise<void> {
    const roots = missing.filter(({ parent }) => parent === null)
    if (roots.length > 0) {
      keep(
        roots,
        await model.begin(
          roots.map(({ problem }) => task.prompt(problem)),
          startAs,
        ),
      )
    }
    const others = missing.filter(({ parent }) => parent !== null)
    if (others.length > 0) keep(others, await model.think(await rowsOf(others)))
  }

  async function rowsOf(states: readonly ThoughtState<Problem>[]): Promise<readonly ThoughtRow[]> {
    await makeRefined(
      states.flatMap(({ parent, step }) => (step?.operator === 'refine' ? [{ state: parent!, step }] : [])),
    )
    return states.map(({ parent, step }) => {
      const { hidden, cache } = held.get(parent!)!
      if (step!.operator !== 'refine') return { cache, ...inputOf(model, hidden, step!) }
      return { cache, input: refined.get(parent!)!.get(wayOf(step!))!, as: 'thought' }
    })
  }

  /** Refines the thoughts of states that are held, all together; what was refined before stays. */
  async function makeRefined(
    wanted: readonly { readonly state: ThoughtState<Problem>; readonly step: RefineStep }[],
  ): Promise<void> {
    const missing = wanted.filter(({ state, step }) => refined.get(state)?.has(wayOf(step)) !== true)
    const inputs = await refineInputs(
      model,
      task,
      missing.map(({ state, step }) => ({ state, step, thought: held.get(state)! })),
    )
    for (const [i, { state, step }] of missing.entries()) {
      const ways = refined.get(state) ?? new Map<string, Float32Array>()
      refined.set(state, ways.set(wayOf(step), inputs[i]!))
      computed += step.evaluations
    }
  }

  async function request(states: readonly ThoughtState<Problem>[]): Promise<readonly HeldThought[]> {
    /** What is missing, by depth. */
    const levels: Set<ThoughtState<Problem>>[] = []
    for (const state of states) {
      for (let at: ThoughtState<Problem> | null = state; at !== null && !held.has(at); at = at.parent) {
        ;(levels[at.line.length] ??= new Set()).add(at)
      }
    }
    for (const level of levels) if (level !== undefined) await compute([...level])
    const thoughts = states.map((state) => {
      const thought = held.get(state)!
      held.delete(state)
      held.set(state, thought)
      return thought
    })
    trim(Math.max(capacity, states.length))
    return thoughts
  }

  function trim(most: number): void {
    for (const [state, { cache }] of held) {
      if (held.size <= most) return
      held.delete(state)
      model.release(cache)
    }
  }

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = last.then(work)
    last = result.catch(() => undefined)
    return result
  }

  return {
    thoughtsOf: (states) => inTurn(() => request(states)),
    refine: (state, steps) =>
      inTurn(async () => {
        await request([state])
        await makeRefined(steps.map((step) => ({ state, step })))
        return steps.map((step) => refined.get(state)!.get(wayOf(step))!)
      }),
    computed: () => computed,
    dispose: () => {
      trim(0)
      refined = new WeakMap()
    },
  }
}

/** Everything of a refinement but what its vector reads as, which shows only once it is made. */
function wayOf({ method, by, evaluations, seed }: RefineStep): string {
  return `${method} ${by} ${evaluations} ${seed}`
}
