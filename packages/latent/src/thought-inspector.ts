import { portableExp } from '@espalier/core'
import { rankedSymbols } from './propose-steps.ts'
import { entropy } from './readings/entropy.ts'
import type { ThoughtModel } from './thought-model.ts'
import type { HeldThought, ThoughtPool } from './thought-pool.ts'
import type { ThoughtState } from './thought-state.ts'
import type { OperatorName, ThoughtStep } from './thought-step.ts'
import type { ThoughtTask } from './thought-task.ts'
import { goalMass } from './thought-value.ts'

/** Where hidden states lie on a plane: the same plane for every search over a model. */
export interface ThoughtMap {
  readonly name: string
  project(hidden: Float32Array): readonly [x: number, y: number]
}

/** A symbol that a thought may be read as. */
export interface WordShare {
  readonly symbol: string
  /** In [0, 1]. */
  readonly probability: number
}

/** How a thought came about. */
export interface StepLook {
  readonly operator: OperatorName
  /** The symbol that it leans to, says, or was read as. */
  readonly symbol: string
  /** The operator's numbers and choices by name. */
  readonly parameters: Readonly<Record<string, number | string>>
}

/** A thought as far as it can be looked at. */
export interface ThoughtLook {
  /** The likeliest symbols first. */
  readonly readOut: readonly WordShare[]
  /** Of the whole read-out, in nats. */
  readonly entropy: number
  /** Null for the first thought. */
  readonly step: StepLook | null
  /** What the sources that cost nothing say of it, in [0, 1]; `head` is null for a model without one. */
  readonly values: { readonly head: number | null; readonly implicit: number }
  /** Null for a model without a map. */
  readonly at: readonly [x: number, y: number] | null
}

/** Looks at the thoughts of states, which are made again by the pool; nothing is kept beyond it. */
export interface ThoughtInspector<Problem> {
  /** `top`: symbols of the read-out at most, at least 1. */
  look(state: ThoughtState<Problem>, top: number): Promise<ThoughtLook>
  /** Hidden states, in the order of the states. [dim] each */
  hidden(states: readonly ThoughtState<Problem>[]): Promise<readonly Float32Array[]>
  /** Natural log-probabilities of the symbols. [symbols] */
  readOut(state: ThoughtState<Problem>): Promise<Float32Array>
  readonly map: ThoughtMap | null
  dispose(): void
}

export function thoughtInspector<Problem, Prompt>(
  model: ThoughtModel<Prompt>,
  task: ThoughtTask<Problem, Prompt>,
  pool: ThoughtPool<Problem>,
  map: ThoughtMap | null = null,
): ThoughtInspector<Problem> {
  const held = async (state: ThoughtState<Problem>): Promise<HeldThought> => (await pool.thoughtsOf([state]))[0]!

  return {
    look: async (state, top) => {
      const { hidden, readOut } = await held(state)
      const { problem, step } = state
      const ranked = rankedSymbols(readOut, task.symbols(problem)).slice(0, top)
      return {
        readOut: ranked.map((symbol) => ({
          symbol: task.word(problem, symbol),
          probability: portableExp(readOut[symbol]!),
        })),
        entropy: entropy(readOut),
        step: step === null ? null : stepLook(step, task.word(problem, step.symbol)),
        values: { head: model.value?.([hidden])[0] ?? null, implicit: goalMass(task, state, readOut) },
        at: map?.project(hidden) ?? null,
      }
    },
    hidden: async (states) => (await pool.thoughtsOf(states)).map(({ hidden }) => hidden),
    readOut: async (state) => (await held(state)).readOut,
    map,
    dispose: () => pool.dispose(),
  }
}

function stepLook({ operator, symbol: _, ...parameters }: ThoughtStep, symbol: string): StepLook {
  return { operator, symbol, parameters }
}
