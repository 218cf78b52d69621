import type { Preset } from '../search/policy.ts'

/** An option of a preset: a number in a range, or one of a few words. */
export interface OptionDescription {
  readonly name: string
  /** Null where there is none. */
  readonly default: number | string | null
  readonly about: string
  /** The words it may be; absent for numbers. */
  readonly choices?: readonly string[]
}

export interface AlgorithmDescription {
  readonly name: string
  readonly about: string
  /** Where it comes from. */
  readonly source: string
  readonly options: readonly OptionDescription[]
}

/** A preset by name, with what is said of it. */
export interface AlgorithmEntry extends AlgorithmDescription {
  /** Its options have been checked for their names and kinds, not for their ranges. */
  readonly make: (options: Readonly<Record<string, never>>) => Preset
}

export const EXPAND_AFTER: OptionDescription = {
  name: 'expandAfter',
  default: 1,
  about: 'visits before a node is asked for steps, 0 or 1',
}

export const IN_FLIGHT: readonly OptionDescription[] = [
  { name: 'virtualLoss', default: null, about: 'results of 0 that a trial in flight counts as; absent: none, WU-UCT' },
  { name: 'pendingVisits', default: null, about: 'visits that a trial in flight counts as; absent: 1, WU-UCT' },
]
