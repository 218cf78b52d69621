import { drawsOf } from '@espalier/core'
import { difference, share } from './figures.ts'
import type { BatteryResult } from './result.ts'
import { rightOf, type Sample } from './sample.ts'

/**
 * Every thought replaced by that of the same step of another question of the sample, a turn of the list that the seed draws. Node numbers
 * of the other question mean other nodes, so that a model which uses its thoughts falls to chance. Control: the model's own thoughts put
 * back by the same way, which must change nothing. Passes if accuracy falls by more than 0.1 with its whole interval and the control is
 * the same.
 */
export function swap(sample: Sample, seed: number): BatteryResult {
  const { intact, thoughts } = sample
  const turn = 1 + Math.floor(drawsOf(seed, 0)() * (intact.length - 1))
  const withThoughtsOf = (shift: number) =>
    sample.run(thoughts, (_, { prompt, thought }) => intact[(prompt + shift) % intact.length]!.hidden[thought - 1]!)
  const [swapped, own] = [withThoughtsOf(turn), withThoughtsOf(0)]
  const [before, after] = [rightOf(sample, intact), rightOf(sample, swapped)]
  const changed = (answers: typeof intact): readonly boolean[] =>
    answers.map(({ option }, i) => option !== intact[i]!.option)
  const loss = difference('loss by swapping', before, after, seed)
  const passes = loss.low > 0.1 && !changed(own).includes(true)
  return {
    test: 'swap',
    verdict: passes ? 'pass' : 'fail',
    figures: [
      share('intact', before),
      share('swapped', after),
      share('answers changed', changed(swapped)),
      share('answers changed by own thoughts (control)', changed(own)),
      loss,
    ],
    says: passes
      ? 'With the thoughts of another question the answers go wrong, so the thoughts hold something of their own question; it does not say that this is a path.'
      : 'With the thoughts of another question the answers stay about as good, so the thoughts hold nothing of their own question that the answer needs.',
  }
}
