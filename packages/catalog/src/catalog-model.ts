import type { ExpandFn } from '@espalier/core'
import type { ThoughtInspector } from '@espalier/latent'
import type { StateKind } from '@espalier/protocol'
import type { Provider } from '@espalier/token'

/** What a model's tokens cost, in US dollars a million. */
export interface ModelPrices {
  readonly prompt: number
  readonly completion: number
}

/** Nothing: the model runs here. */
export const FREE: ModelPrices = { prompt: 0, completion: 0 }

/** Something that proposes and judges steps. */
export interface CatalogModel {
  readonly name: string
  readonly about: string
  /** Names of the tasks that it can work at. */
  readonly tasks: readonly string[]
  /** What its states are. */
  readonly states: StateKind
  /** Absent: nobody knows. */
  readonly prices?: ModelPrices
  /**
   * Looks at the thoughts of its states, which are made again; absent where a model has no hidden states to show. To be disposed of once.
   * The states are those of the task's backend.
   */
  openThoughts?(task: string): ThoughtInspector<unknown>
  /** The network by itself, asked as language models are; absent where it writes no text of its own. */
  readonly raw?: { readonly writer: Provider; readonly judge: Provider }
  /** Work for one search, with caches of its own: a search costs the same whatever ran before it. */
  createExpand(task: string): { readonly expand: ExpandFn<unknown, unknown>; dispose(): void }
}
