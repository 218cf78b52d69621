import type { ProsqaModel } from '@espalier/models'
import { answerAfter } from '../prosqa/answer-after.ts'
import { share } from './figures.ts'
import { notRun, type BatteryResult, type ExpectedPair } from './result.ts'

/**
 * Pairs of questions that differ in few statements and have different answers. Of those answered rightly before, the share that is
 * answered rightly after: what follows the statement. Control: the same without thoughts. Passes if 0.9 lies within or below the interval
 * of the share and the interval lies above 0.5 and above the control's share.
 */
export function counterfactual(model: ProsqaModel, pairs: readonly ExpectedPair[], thoughts: number): BatteryResult {
  if (pairs.length === 0) return notRun('counterfactual', 'no pairs given')
  const rights = (count: number): readonly (readonly boolean[])[] =>
    (['before', 'after'] as const).map((side) =>
      answerAfter(
        model,
        pairs.map((pair) => pair[side].prompt),
        { thoughts: count },
      ).map(({ option }, i) => option === pairs[i]![side].expected),
    )
  const following = (count: number) => {
    const [before, after] = rights(count) as [readonly boolean[], readonly boolean[]]
    return {
      follows: after.filter((_, i) => before[i]),
      both: before.map((right, i) => right && after[i]!),
    }
  }
  const [all, none] = [following(thoughts), following(0)]
  const follows = share('follows the statement', all.follows)
  const control = share('follows without thoughts (control)', none.follows)
  const passes = follows.high >= 0.9 && follows.low > 0.5 && !(follows.low <= control.mean)
  return {
    test: 'counterfactual',
    verdict: passes ? 'pass' : 'fail',
    figures: [follows, share('both right', all.both), control, share('both right without thoughts', none.both)],
    says: passes
      ? 'When a statement is rewritten the answer follows it, so the answer comes from what is said in the question; it does not say by which steps.'
      : 'When a statement is rewritten the answer does not follow it reliably, so right answers may come from other cues in the question.',
  }
}
