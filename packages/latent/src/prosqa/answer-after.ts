import type { GraphPrompt, GraphThought, ProsqaModel } from '@espalier/models'

/** A thought about to be fed back: of which prompt, and the how-manieth (from 1; 0 is the root, before any thought). */
export interface ThoughtPlace {
  readonly prompt: number
  readonly thought: number
}

export interface AnswerAfterOptions {
  /** Thoughts before the question for the answer. Whole, at least 0. */
  readonly thoughts: number
  /** Replaces a thought before it is fed back, for tests of what thoughts carry. Default: it stays. [dim] to [dim] */
  readonly change?: (hidden: Float32Array, place: ThoughtPlace) => Float32Array
}

export interface ThoughtAnswer {
  /** Index of the option that fits better, of two equals the first. */
  readonly option: 0 | 1
  /** How well each option fits, as scores. */
  readonly fits: readonly [number, number]
  /** The thoughts as the model had them, before any change. `thoughts` of [dim] */
  readonly hidden: readonly Float32Array[]
}

/** Thinks in superposition, every thought fed back as it is, and then asks for the answer: COCONUT without search. */
export function answerAfter(
  model: ProsqaModel,
  prompts: readonly GraphPrompt[],
  options: AnswerAfterOptions,
): readonly ThoughtAnswer[] {
  const { thoughts, change = (hidden: Float32Array): Float32Array => hidden } = options
  const hidden: Float32Array[][] = prompts.map(() => [])
  const fed = (given: Float32Array, prompt: number, thought: number): Float32Array => change(given, { prompt, thought })

  let inputs: readonly Float32Array[] = prompts.map(({ root }) => atThoughtLength(model, root))
  let caches = thoughts === 0 ? model.read(prompts) : []
  for (let k = 1; k <= thoughts; k++) {
    const next: readonly GraphThought[] =
      k === 1
        ? model.begin(prompts, 'thought')
        : model.think(inputs.map((input, i) => ({ cache: caches[i]!, input, as: 'thought' })))
    for (const cache of caches) model.release(cache)
    caches = next.map(({ cache }) => cache)
    for (const [i, thought] of next.entries()) hidden[i]!.push(thought.hidden)
    inputs = next.map((thought, i) => fed(thought.hidden, i, k))
  }
  const asked = model.think(inputs.map((input, i) => ({ cache: caches[i]!, input, as: 'answer' })))
  for (const cache of [...caches, ...asked.map((row) => row.cache)]) model.release(cache)
  return asked.map((row, i) => {
    const [first, second] = prompts[i]!.goals
    const fits = [model.fit(row.hidden, first), model.fit(row.hidden, second)] as const
    return { option: fits[1] > fits[0] ? 1 : 0, fits, hidden: hidden[i]! }
  })
}

function atThoughtLength(model: ProsqaModel, slot: number): Float32Array {
  const length = Math.sqrt(model.dim)
  return model.direction(slot).map((x) => x * length)
}
