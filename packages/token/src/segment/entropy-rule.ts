import { checkNumber } from '@espalier/core'

/** How uncertain a model was along a text. */
export interface EntropyTrace {
  /** Character of the text that each entropy is of the prediction of; ascending, the first 0. */
  readonly starts: readonly number[]
  /** Natural units, at least 0; one for each start. */
  readonly entropies: readonly number[]
  /** The entropies may be higher: only the likeliest tokens were known. */
  readonly isLowerBound?: boolean
}

/**
 * Where a piece begins (BLT: Pagnoni 2024, arXiv 2412.09871, §2.3), by the entropy H of the prediction of what stands there:
 * - `global`: H(t) > threshold;
 * - `monotonic`: H(t) - H(t-1) > threshold, the approximate monotonic constraint.
 * Thresholds in nats. The first place always begins one.
 */
export interface EntropyRule {
  readonly type: 'global' | 'monotonic'
  readonly threshold: number
}

/** The starts at which pieces begin, ascending. A higher threshold takes some away and adds none; what comes later changes nothing before. */
export function entropyStarts(trace: EntropyTrace, { type, threshold }: EntropyRule): readonly number[] {
  const { starts, entropies } = trace
  return starts.filter((_, t) => t === 0 || scoreAt(entropies, t, type) > threshold)
}

/**
 * The lowest threshold at which at most this share of places, the first one apart, begins a piece: thresholds are a model's own and cannot be
 * taken from another. `share` from 0 to 1, over several traces of text of the kind that is to be cut.
 */
export function thresholdFor(traces: readonly EntropyTrace[], type: EntropyRule['type'], share: number): number {
  checkNumber('thresholdFor.share', share, { min: 0, max: 1 })
  const scores = traces
    .flatMap(({ entropies }) => entropies.map((_, t) => (t === 0 ? Number.NaN : scoreAt(entropies, t, type))))
    .filter((score) => !Number.isNaN(score))
    .toSorted((a, b) => b - a)
  const most = Math.floor(share * scores.length)
  return scores[most] ?? Number.NEGATIVE_INFINITY
}

function scoreAt(entropies: readonly number[], t: number, type: EntropyRule['type']): number {
  return type === 'global' ? entropies[t]! : entropies[t]! - entropies[t - 1]!
}
