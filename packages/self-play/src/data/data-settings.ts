import { checkNumber } from '@espalier/core'
import type { Source } from './rows.ts'

/** How much of what goes into the data of a round. Defaults are those of the authors' code. */
export interface DataOptions {
  /** Candidates of each source that are looked at, at most, before duplicates go. Whole, at least 0. Default 4,000, 1,500, 1,000, 500, 2,500 in the order of `SOURCES`. */
  readonly caps?: Readonly<Partial<Record<Source, number>>>
  /** Judged nodes of one tree, for each of `tree-positive` and `tree-negative`. Whole, at least 0. Default 1. */
  readonly perTree?: number
  /** Whether answers that all votes agree on teach the judge too. Default false: only hard cases. */
  readonly unanimous?: boolean
  /**
   * Whether, of the refinements of a tree that are as good as its final one, the one with the fewest edits is learned from. Default false: the
   * final one, which is the oldest of them.
   */
  readonly closest?: boolean
}

export interface DataSettings {
  readonly caps: Readonly<Record<Source, number>>
  readonly perTree: number
  readonly unanimous: boolean
  readonly closest: boolean
}

const CAPS: Readonly<Record<Source, number>> = {
  refine: 4000,
  'tree-positive': 1500,
  'tree-negative': 1000,
  'actor-negative': 500,
  'actor-positive': 2500,
}

/** Throws a `SearchError` `INVALID_OPTIONS` for a number out of range. */
export function dataSettingsOf(options: DataOptions): DataSettings {
  const { caps = {}, perTree = 1, unanimous = false, closest = false } = options
  const all = { ...CAPS, ...caps }
  for (const [source, cap] of Object.entries(all)) checkNumber(`data.caps.${source}`, cap, { min: 0, integer: true })
  return { caps: all, perTree: checkNumber('data.perTree', perTree, { min: 0, integer: true }), unanimous, closest }
}
