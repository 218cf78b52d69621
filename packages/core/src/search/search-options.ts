import { SearchError, checkNumber } from '../errors.ts'
import type { Json } from '../events/event.ts'
import { MAX_VALUE } from '../tree/tree.ts'
import type { StateBackend } from './expansion.ts'
import type { Preset } from './policy.ts'

export interface SearchOptions<Problem, State, Step> {
  readonly problem: Problem
  readonly backend: StateBackend<Problem, State, Step>
  readonly algorithm: Preset
  /** Whole number in [0, 2^32). Default 0. */
  readonly seed?: number
  /** Name of the search. Default `search`. */
  readonly name?: string
  /** The problem as it goes into the log. Default: `problem` if it is JSON. */
  readonly describe?: (problem: Problem) => { readonly problem: Json; readonly label: string }
  /**
   * Names of generators to choose from: each trial that asks for steps says which of them is to write, and what it writes bears its name. Default:
   * the expander has one, or chooses for itself.
   */
  readonly generators?: readonly string[]
  /** Range that values lie in. Default [0, 1]. */
  readonly valueRange?: { readonly min: number; readonly max: number }
  /** Failed trials at one node before it is given up. Default 3. */
  readonly maxNodeFailures?: number
  /** Nodes to make room for at once. Default 1,024; the arena grows. */
  readonly capacity?: number
}

interface CheckedOptions {
  readonly seed: number
  readonly maxNodeFailures: number
  readonly capacity: number
  readonly range: { readonly min: number; readonly max: number }
}

/** The numbers among the options, with their defaults. Throws `INVALID_OPTIONS` for one out of range. */
export function checkOptions<Problem, State, Step>(options: SearchOptions<Problem, State, Step>): CheckedOptions {
  const generators = options.generators ?? []
  if (
    !Array.isArray(generators) ||
    generators.some((name) => typeof name !== 'string' || name === '') ||
    new Set(generators).size < generators.length
  ) {
    const got = JSON.stringify(generators)
    throw new SearchError('INVALID_OPTIONS', `generators: got ${got}, expected names that differ`, { got: generators })
  }
  const range = options.valueRange ?? { min: 0, max: 1 }
  if (!(range.min >= -MAX_VALUE && range.max <= MAX_VALUE && range.min < range.max)) {
    const got = `${range.min} to ${range.max}`
    throw new SearchError('INVALID_OPTIONS', `valueRange: got ${got}, expected two numbers, the first one smaller`, {
      got: range,
    })
  }
  return {
    seed: checkNumber('seed', options.seed ?? 0, { min: 0, max: 0xffffffff, integer: true }),
    maxNodeFailures: checkNumber('maxNodeFailures', options.maxNodeFailures ?? 3, { min: 1, integer: true }),
    capacity: checkNumber('capacity', options.capacity ?? 1024, { min: 1, max: 0x1000000, integer: true }),
    range,
  }
}
