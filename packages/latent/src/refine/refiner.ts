import type { Vector } from '../vectors/vector.ts'

/** A vector that was tried, and what came of it: larger is better. */
export interface ScoredVector {
  /** [dim] */
  readonly vector: Vector
  /** Finite. */
  readonly value: number
}

/**
 * Plain refinement of one vector, by asking and telling: proposes what to try next from what was tried before. A pure function, so any
 * candidate can be made again from its seed, its index and the results that were known when it was asked for; several may be asked for
 * before their results are there, each with its own index. Candidates have the norm of the start, to single precision: a model's thoughts
 * lie on a sphere, and it has never seen others.
 *
 * `index`: from 0, how many were asked for before. `history`: in the order told; may hold vectors from elsewhere, such as the start itself.
 * Throws `WRONG_LENGTH`, `NOT_FINITE`, `INVALID_OPTIONS`.
 */
export type Refiner = (seed: number, index: number, history: readonly ScoredVector[]) => Float32Array

/** What the refiners have in common. */
export interface RefinerOptions {
  /** The thought to refine. [dim], at least 2, and not all zeros. */
  readonly start: Vector
}

/** The best so far, of equals the earliest; null for an empty history. */
export function bestOf(history: readonly ScoredVector[]): ScoredVector | null {
  return history.reduce<ScoredVector | null>(
    (best, scored) => (best === null || scored.value > best.value ? scored : best),
    null,
  )
}
