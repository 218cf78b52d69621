import { mcNemar } from '../statistics/mcnemar.ts'
import { difference, share } from './figures.ts'
import type { BatteryResult } from './result.ts'
import { rightOf, type Sample } from './sample.ts'

/** All thoughts must be better than none by this much at the lower end of the interval. */
const MARGIN = 0.1
const LEVEL = 0.01

/**
 * Accuracy with 0 to all thoughts. Passes if all thoughts beat none: exact McNemar p < 0.01, and the paired difference above 0.1 with its
 * whole interval.
 */
export function necessity(sample: Sample, seed: number): BatteryResult {
  const { thoughts } = sample
  const rights = Array.from({ length: thoughts + 1 }, (_, k) =>
    rightOf(sample, k === thoughts ? sample.intact : sample.run(k)),
  )
  const [none, all] = [rights[0]!, rights[thoughts]!]
  const { p } = mcNemar(all, none)
  const gain = difference('all thoughts less none', all, none, seed)
  const passes = p < LEVEL && gain.low > MARGIN
  return {
    test: 'necessity',
    verdict: passes ? 'pass' : 'fail',
    figures: [
      ...rights.map((right, k) => share(accuracyAfter(k), right)),
      gain,
      { name: 'all against none (exact McNemar)', kind: 'p', count: all.length, mean: p, low: p, high: p },
    ],
    says: passes
      ? 'Without its thoughts the model answers worse, so it needs the positions they take; whether their content matters is for the next tests.'
      : 'Without its thoughts the model answers about as well, so nothing it thinks can be taken for its reasoning; that says nothing of how it does answer.',
  }
}

/** Name of the figure for so many thoughts. */
export const accuracyAfter = (thoughts: number): string => `accuracy after ${thoughts}`
