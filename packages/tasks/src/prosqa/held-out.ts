import { drawsOf } from '@espalier/core'
import { shown, TaskError } from '../task-error.ts'
import { drawRecord, GRAPH_SIZES } from './generate.ts'
import type { GraphRecord } from './question.ts'

/** Which questions a held-out set holds, and how they are told from any others. */
export interface HeldOutManifest {
  /** Version of the generator: a change of what it draws for this set is a new version, with a new hash. */
  readonly generator: number
  readonly seed: number
  /** Questions in the set. */
  readonly count: number
  /** SHA-256 of all its records, each as JSON and a newline. */
  readonly sha256: string
}

/** The held-out sets by the size of their questions. */
export const HELD_OUT_GRAPHS = {
  official: {
    generator: 1,
    seed: 0x0ff1c1a1,
    count: 1000,
    sha256: '631b7fc77e7c3cbc5f0df1266bbd137a7b8be4d4fc09f7507c1cbb46c01bfb1e',
  },
  large: {
    generator: 1,
    seed: 0x1a26e000,
    count: 500,
    sha256: 'fe8cf752695e71d0065abf10ebabaa427bb43b141dc128d762431bb6f1ef6329',
  },
} as const satisfies Readonly<Record<string, HeldOutManifest>>

export type HeldOutName = keyof typeof HELD_OUT_GRAPHS

/**
 * The first `count` questions of a held-out set, the same wherever they are drawn: of 20 questions the first 10 are those that one gets for 10.
 *
 * Each question has keyed draws of its own (`drawsOf(seed, number)`), not a stream as in training (`graphStream`). All seeds of such streams
 * lie on one cycle of 2^32 numbers, of which a question of size official uses some 1,400; two streams that meet on it give the same questions
 * from then on. No seed is therefore safe from a long training.
 *
 * Throws a TaskError INVALID_OPTIONS.
 */
export function heldOutGraphs(name: HeldOutName, count: number): readonly GraphRecord[] {
  if (!Object.hasOwn(HELD_OUT_GRAPHS, name)) throw invalid('name', name, Object.keys(HELD_OUT_GRAPHS).join(' or '))
  const { seed, count: most } = HELD_OUT_GRAPHS[name]
  if (!Number.isInteger(count) || count < 1 || count > most)
    throw invalid('count', count, `an integer from 1 to ${most}`)
  return Array.from({ length: count }, (_, number) => drawRecord(GRAPH_SIZES[name], drawsOf(seed, number)))
}

function invalid(where: string, got: unknown, expected: string): TaskError {
  return new TaskError('INVALID_OPTIONS', 'No held-out questions', { got: shown(got), expected, where })
}
