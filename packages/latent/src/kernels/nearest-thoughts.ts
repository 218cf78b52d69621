import { checkFinite, checkLength, checkOption } from '../vectors/checks.ts'
import { cosine, type Vector } from '../vectors/vector.ts'
import { topIndices } from '../readings/top-symbols.ts'

export interface NearThought {
  readonly index: number
  /** In [-1, 1]. */
  readonly cosine: number
}

/**
 * The k thoughts closest in direction to one, nearest first, of equally near ones the earlier first. Exact: every thought is looked at,
 * O(n · dim). Fewer come back where there are fewer. `k` from 1. Throws `WRONG_LENGTH`, `NOT_FINITE`, `INVALID_OPTIONS`.
 */
export function nearestThoughts(of: Vector, thoughts: readonly Vector[], k: number): readonly NearThought[] {
  checkOption('k', k, { min: 1, integer: true })
  checkFinite('of', of)
  const cosines = Float64Array.from(thoughts, (thought, i) => {
    checkLength(`thoughts[${i}]`, thought.length, of.length)
    checkFinite(`thoughts[${i}]`, thought)
    return cosine(of, thought)
  })
  return topIndices(cosines, k).map((index) => ({ index, cosine: cosines[index]! }))
}
