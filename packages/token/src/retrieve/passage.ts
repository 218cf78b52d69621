import type { ExpandContext } from '@espalier/core'
import type { ContentPart } from '../provider/model-call.ts'

/** Something that may help with the next step. */
export interface Passage {
  /** The same passage has the same id in every retrieval. */
  readonly id: string
  readonly text: string
  /** How well it fits the query, on the scale of whoever found it; higher is better. */
  readonly score: number
  /** Shown beside the text to models that take images. */
  readonly image?: Extract<ContentPart, { readonly type: 'image' }>
}

/** Finds up to `k` passages for a query, best first. May throw: the trial goes on without passages, and says so. */
export type RetrieveFn = (query: string, k: number, context: ExpandContext) => Promise<readonly Passage[]>

/** Vectors of texts, all of one length, in the order of the texts. What is alike has a high cosine. */
export type EmbedFn = (texts: readonly string[], context: ExpandContext) => Promise<readonly Float32Array[]>

/** Cosine of two vectors of one length, in [-1, 1]; 0 where one of them is all zeros. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [product, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!
    aa += a[i]! * a[i]!
    bb += b[i]! * b[i]!
  }
  return aa === 0 || bb === 0 ? 0 : product / Math.sqrt(aa * bb)
}
