import type * as z from 'zod'
import type { ExpandFn, Json, StateBackend } from '@espalier/core'
import type { Conclusion } from '@espalier/protocol'
import type { LanguageModel } from './language/language-model.ts'

/** A kind of problem that searches can be started on. Its states and steps stay inside. */
export interface CatalogTask {
  readonly name: string
  readonly about: string
  /** Shape of a problem, with its defaults; what it gives is JSON. */
  readonly problem: z.ZodType
  /** Problems to begin with. */
  readonly examples: readonly Json[]
  readonly backend: StateBackend<Json, unknown, unknown>
  /** A problem as logs state it, and in one line for people. Throws a TaskError for one that is out of range. */
  describe(problem: Json): { readonly problem: Json; readonly label: string }
  /**
   * What a line comes to, and how well that stands; absent where a finished line is right or none. `readOut`: natural log-probabilities of the
   * model's symbols before the last step, null where nobody has them.
   */
  conclude?(state: unknown, readOut: Float32Array | null): Conclusion | null | Promise<Conclusion | null>
  /** Whether `read` takes any words for a problem. Default: only those of the task's own. */
  readonly readsAnything?: true
  /** The problem that a text states, as people write it; null for one that states none. */
  read(text: string): Json | null
  /** Reads a step's label back at a state; null if it is none there. */
  parse(state: unknown, label: string): unknown
  /** How the task is put to language models; absent where it is not. */
  readonly language?: {
    readonly prompts: readonly LanguageModel['prompts'][]
    /** No other kind of model works at the task. */
    readonly only?: true
    /** Work for one search. */
    expand(model: LanguageModel): ExpandFn<unknown, unknown>
  }
  /** The problem of a log's `search-start`; null if it is another task's, or out of range. */
  recognise(logged: Json): Json | null
}
