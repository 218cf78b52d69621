import type { ProsqaModel } from '@espalier/models'
import { checkCount, checkOption } from '../vectors/checks.ts'
import { carrier } from './carrier.ts'
import { counterfactual } from './counterfactual.ts'
import { necessity } from './necessity.ts'
import { pause } from './pause.ts'
import { replace } from './replace.ts'
import type { BatteryResult, ExpectedPair, ExpectedPrompt } from './result.ts'
import { openSample } from './sample.ts'
import { stepReadings, type StepReadings } from './step-readings.ts'
import { steer } from './steer.ts'
import { swap } from './swap.ts'
import { tamper } from './tamper.ts'

export interface BatteryOptions {
  /** Questions of which each is answered on its own. At least 12. */
  readonly sample: readonly ExpectedPrompt[]
  /** Questions and their likes, for the tests that need them. Default: none, and these tests are not run. */
  readonly pairs?: readonly ExpectedPair[]
  /** Thoughts of a run. From 1 to 32; default 6. */
  readonly thoughts?: number
  /** The same training with a constant vector in place of thoughts. Default: none, and its test is not run. */
  readonly control?: ProsqaModel
  /** Integer of at least 0: noise, partners, resampling. The same seed gives the same report. */
  readonly seed: number
}

export interface BatteryReport {
  readonly model: string
  readonly questions: number
  readonly pairs: number
  readonly thoughts: number
  readonly seed: number
  /** Each test once, in the order of `BATTERY_TESTS`. */
  readonly results: readonly BatteryResult[]
  /** What thoughts read as: no evidence by itself of what they do. */
  readonly readings: StepReadings
}

/**
 * The causal battery: what the thoughts of a model do for its answers, each test with its control. It knows of right answers only what the
 * caller expects. Throws `TOO_FEW` or `INVALID_OPTIONS`.
 */
export function runBattery(model: ProsqaModel, options: BatteryOptions): BatteryReport {
  const { sample: asked, pairs = [], control = null } = options
  const thoughts = checkOption('thoughts', options.thoughts ?? 6, { min: 1, max: 32, integer: true })
  const seed = checkOption('seed', options.seed, { min: 0, max: 0xffffffff, integer: true })
  checkCount('sample', asked.length, 12)
  const sample = openSample(model, asked, thoughts)
  try {
    return {
      model: model.name,
      questions: asked.length,
      pairs: pairs.length,
      thoughts,
      seed,
      results: [
        necessity(sample, seed),
        replace(sample, seed),
        swap(sample, seed),
        counterfactual(model, pairs, thoughts),
        steer(sample, seed),
        pause(sample, control, seed),
        carrier(model, pairs, thoughts, seed),
        tamper(sample),
      ],
      readings: stepReadings(sample),
    }
  } finally {
    sample.close()
  }
}
