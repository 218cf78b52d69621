import type { GraphPrompt, GraphRow, GraphThought, ProsqaModel } from '@espalier/models'
import type { OpenedPrompts } from './opened-prompts.ts'

/** A thought about to be fed back: of which prompt, and the how-manieth (from 1). */
export interface ThoughtPlace {
  readonly prompt: number
  readonly thought: number
}

/** Replaces a thought before it is fed back. [dim] to [dim] */
export type ChangeThought = (hidden: Float32Array, place: ThoughtPlace) => Float32Array

/** Where every prompt stands after its thoughts, before the question for the answer. */
export interface RunOfThought {
  /** What comes before the last thought is fed back. The run owns them. */
  readonly caches: readonly GraphThought['cache'][]
  /** The last thought as it will be fed back with the question for the answer; the root where there is none. [dim] each */
  readonly inputs: readonly Float32Array[]
  /** The thoughts as the model had them, before any change. `thoughts` of [dim] a prompt */
  readonly hidden: readonly (readonly Float32Array[])[]
  close(): void
}

/** Thinks in superposition over prompts that were read. */
export function think(
  model: ProsqaModel,
  opened: OpenedPrompts,
  thoughts: number,
  change?: ChangeThought,
): RunOfThought {
  const { prompts } = opened
  const hidden: Float32Array[][] = prompts.map(() => [])
  if (thoughts === 0) {
    const inputs = prompts.map(({ root }) => atThoughtLength(model, root))
    return { caches: opened.texts(), inputs, hidden, close: () => {} }
  }
  let rows: readonly GraphThought[] = opened.roots()
  let inputs: readonly Float32Array[] = []
  let own: readonly GraphThought[] = []
  for (let k = 1; ; k++) {
    inputs = rows.map((row, prompt) => {
      hidden[prompt]!.push(row.hidden)
      return change === undefined ? row.hidden : change(row.hidden, { prompt, thought: k })
    })
    if (k === thoughts) break
    const next = model.think(inputs.map((input, i) => ({ cache: rows[i]!.cache, input, as: 'thought' })))
    for (const { cache } of own) model.release(cache)
    rows = own = next
  }
  const last = own
  return {
    caches: rows.map(({ cache }) => cache),
    inputs,
    hidden,
    close: () => {
      for (const { cache } of last) model.release(cache)
    },
  }
}

export interface ThoughtChoice {
  /** Index of the option that fits better, of two equals the first. */
  readonly option: 0 | 1
  /** How well each option fits, as scores. */
  readonly fits: readonly [number, number]
}

/** Asks for the answer behind caches, the last thought fed back with the question. */
export function askAnswers(
  model: ProsqaModel,
  prompts: readonly GraphPrompt[],
  rows: readonly Omit<GraphRow, 'as'>[],
): readonly ThoughtChoice[] {
  return model.think(rows.map((row) => ({ ...row, as: 'answer' }))).map(({ hidden, cache }, i) => {
    model.release(cache)
    const [first, second] = prompts[i]!.goals
    const fits = [model.fit(hidden, first), model.fit(hidden, second)] as const
    return { option: fits[1] > fits[0] ? 1 : 0, fits }
  })
}

function atThoughtLength(model: ProsqaModel, slot: number): Float32Array {
  const length = Math.sqrt(model.dim)
  return model.direction(slot).map((x) => x * length)
}
