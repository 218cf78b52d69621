import type { Estimate } from '../statistics/estimate.ts'
import type { GraphPrompt } from '@espalier/models'

/** The tests of the battery, in the order in which they are reported. */
export const BATTERY_TESTS = [
  'necessity',
  'replace',
  'swap',
  'counterfactual',
  'steer',
  'pause',
  'carrier',
  'tamper',
] as const
export type BatteryTest = (typeof BATTERY_TESTS)[number]

/** A prompt and the answer that the caller expects; the battery knows no other truth. */
export interface ExpectedPrompt {
  readonly prompt: GraphPrompt
  /** Index of the option that is right. */
  readonly expected: 0 | 1
}

/** A question and its like of the same nodes, of which the other option is right. */
export interface ExpectedPair {
  readonly before: ExpectedPrompt
  readonly after: ExpectedPrompt
}

/** One number with its 95 % interval. */
export interface Figure extends Estimate {
  readonly name: string
  /** A share or mean mass in [0, 1], a difference of two in [-1, 1], or the p of a test, which has no interval. */
  readonly kind: 'share' | 'difference' | 'p'
  /** Questions or pairs it was counted over. */
  readonly count: number
}

export interface BatteryResult {
  readonly test: BatteryTest
  readonly verdict: 'pass' | 'fail' | 'not run'
  readonly figures: readonly Figure[]
  /** What the verdict means and what it does not, in one sentence. */
  readonly says: string
}

/** A test that could not be made, and why. */
export function notRun(test: BatteryTest, why: string): BatteryResult {
  return { test, verdict: 'not run', figures: [], says: `Not run: ${why}.` }
}
