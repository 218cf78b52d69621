import { distance } from 'fastest-levenshtein'
import type { PreferencePair } from '../data/rows.ts'
import type { Tally } from '../roles/tally.ts'

/** A figure over many pairs. */
export interface Spread {
  readonly mean: number
  readonly median: number
  readonly min: number
  readonly max: number
}

export interface PairStatistics {
  readonly pairs: number
  /** Insertions, deletions and replacements of UTF-16 units between rejected and chosen answer. Null without pairs, as all that follow. */
  readonly editDistance: Spread | null
  /** 1 - distance / longer length: SPaR reports .90 for its pairs, .85 for independent samples (Cheng 2025, §3.4). */
  readonly similarity: Spread | null
  /** Characters of the chosen answer less those of the rejected one. */
  readonly lengthDifference: Spread | null
  /** (yes - no) / (yes + no), of the votes on the chosen and on the rejected answer. */
  readonly chosenMargin: Spread | null
  readonly rejectedMargin: Spread | null
  /** Refinements in a row. */
  readonly depth: Spread | null
  /** Nodes of the search, its root among them. */
  readonly nodes: Spread | null
  /** Tokens written in the search. */
  readonly tokens: Spread | null
}

export function pairStatistics(pairs: readonly PreferencePair[]): PairStatistics {
  const distances = pairs.map(({ chosen, rejected }) => distance(rejected, chosen))
  const longer = pairs.map(({ chosen, rejected }) => Math.max(chosen.length, rejected.length))
  const over = (of: (pair: PreferencePair) => number): Spread | null => spreadOf(pairs.map(of))
  return {
    pairs: pairs.length,
    editDistance: spreadOf(distances),
    similarity: spreadOf(distances.map((d, i) => 1 - d / longer[i]!)),
    lengthDifference: over(({ chosen, rejected }) => chosen.length - rejected.length),
    chosenMargin: over(({ provenance }) => marginOf(provenance.votes)),
    rejectedMargin: over(({ provenance }) =>
      provenance.rejectedVotes === null ? 0 : marginOf(provenance.rejectedVotes),
    ),
    depth: over(({ provenance }) => provenance.depth),
    nodes: over(({ provenance }) => provenance.nodes ?? 0),
    tokens: over(({ provenance }) => provenance.usage?.completionTokens ?? 0),
  }
}

function marginOf({ yes, no }: Tally): number {
  return yes + no === 0 ? 0 : (yes - no) / (yes + no)
}

/** Null where there is nothing to be said. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length
  return { mean, median, min: sorted[0]!, max: sorted.at(-1)! }
}
