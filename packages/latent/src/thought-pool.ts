import { inputOf } from './operators/input-of.ts'
import type { InputKind, Thought, ThoughtModel, ThoughtRow } from './thought-model.ts'
import type { ThoughtState } from './thought-state.ts'
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
    if (others.length > 0) keep(others, await model.think(others.map(rowOf)))
  }

  function rowOf({ parent, step }: ThoughtState<Problem>): ThoughtRow {
    const { hidden, cache } = held.get(parent!)!
    return { cache, ...inputOf(model, hidden, step!) }
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

  return {
    thoughtsOf: (states) => {
      const result = last.then(() => request(states))
      last = result.catch(() => undefined)
      return result
    },
    computed: () => computed,
    dispose: () => trim(0),
  }
}
