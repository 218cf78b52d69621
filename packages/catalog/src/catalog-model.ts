import type { ExpandFn } from '@espalier/core'

/** Something that proposes and judges steps. */
export interface CatalogModel {
  readonly name: string
  readonly about: string
  /** Names of the tasks that it can work at. */
  readonly tasks: readonly string[]
  /** Work for one search, with caches of its own: a search costs the same whatever ran before it. */
  createExpand(task: string): { readonly expand: ExpandFn<unknown, unknown>; dispose(): void }
}
