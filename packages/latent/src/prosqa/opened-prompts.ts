import type { GraphPrompt, GraphThought, ProsqaModel } from '@espalier/models'

/** Prompts that were read once, for any number of runs over them: reading costs far more than thinking. */
export interface OpenedPrompts {
  readonly prompts: readonly GraphPrompt[]
  /** The text alone: what a question for the answer without any thought continues. */
  texts(): readonly GraphThought['cache'][]
  /** The text and the root: the first thought. */
  roots(): readonly GraphThought[]
  /** Gives all caches back. Runs must not be started after it. */
  close(): void
}

/** Reads prompts when they are first needed. */
export function openPrompts(model: ProsqaModel, prompts: readonly GraphPrompt[]): OpenedPrompts {
  let texts: readonly GraphThought['cache'][] | null = null
  let roots: readonly GraphThought[] | null = null
  return {
    prompts,
    texts: () => (texts ??= model.read(prompts)),
    roots: () => (roots ??= model.begin(prompts, 'thought')),
    close: () => {
      for (const cache of [...(texts ?? []), ...(roots ?? []).map((root) => root.cache)]) model.release(cache)
      texts = roots = null
    },
  }
}
