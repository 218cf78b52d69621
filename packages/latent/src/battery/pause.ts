import type { ProsqaModel } from '@espalier/models'
import { answerAfter } from '../prosqa/answer-after.ts'
import { difference, share } from './figures.ts'
import { notRun, type BatteryResult } from './result.ts'
import { rightOf, type Sample } from './sample.ts'

/**
 * The model against a control of the same training with a constant vector in place of every thought (pause tokens). The control is fed
 * zeros, so that what enters is the vector that it learned for the position of a thought, and nothing else. Passes if the model is better
 * with the whole interval of the paired difference.
 */
export function pause(sample: Sample, control: ProsqaModel | null, seed: number): BatteryResult {
  if (control === null) return notRun('pause', 'no control checkpoint given')
  const paused = answerAfter(control, sample.opened.prompts, {
    thoughts: sample.thoughts,
    change: (hidden) => new Float32Array(hidden.length),
  })
  const [own, other] = [rightOf(sample, sample.intact), rightOf(sample, paused)]
  const lead = difference('lead over the control', own, other, seed)
  const passes = lead.low > 0
  return {
    test: 'pause',
    verdict: passes ? 'pass' : 'fail',
    figures: [share('with thoughts', own), share('with a constant vector (control)', other), lead],
    says: passes
      ? 'A model trained with a constant vector in place of thoughts answers worse, so feeding thoughts back is needed to learn this; other controls may do better.'
      : 'A model trained with a constant vector in place of thoughts answers as well, so feeding thoughts back is not needed for this task.',
  }
}
