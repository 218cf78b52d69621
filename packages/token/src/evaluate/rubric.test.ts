import { describe, expect, it } from 'vitest'
import { context, keyIn, replyOf, scripted, textOf, USAGE } from '../../test/scripted-provider.ts'
import { ProviderError } from '../provider/provider-error.ts'
import { rubricEvaluator, rubricJudge, type Criterion } from './rubric.ts'

const CRITERIA: readonly Criterion[] = [
  { name: 'Correct', asks: 'Is the result right?', weight: 3 },
  { name: 'Correct form', asks: 'Is it a number?' },
]

/** A rater that says these words, a criterion each; null leaves one out. */
const rater = (...said: readonly (string | null)[]) =>
  scripted((request) =>
    replyOf(
      [
        'Well.',
        ...CRITERIA.flatMap(({ name }, i) => (said[i] === null ? [] : [`${name} (${keyIn(request)}): ${said[i]}`])),
      ].join('\n'),
    ),
  ).provider

const item = { question: '2 + 2', candidate: '4' }

describe('rubricJudge', () => {
  it('weighs criteria by the mean of their raters, and says how far these agree', async () => {
    const rate = rubricJudge({ raters: [rater('yes', 'no'), rater('partly', 'no')], criteria: CRITERIA })
    const verdict = await rate(item, context)
    // (3 * 0.75 + 0) / 4; of two criteria one agreed on: observed 1/2, expected 1/2 * 1/2 for no.
    expect(verdict).toMatchObject({
      value: 0.5625,
      ratings: [
        [1, 0.5],
        [0, 0],
      ],
      agreement: { kappa: expect.closeTo(1 / 3, 12) as number, observed: 0.5, subjects: 2, raters: 2 },
      usage: { calls: 2 },
    })
    expect(verdict.critique).toContain('Correct (')
    expect(verdict.critique).toContain('partly')
  })

  it('leaves out what nobody rated', async () => {
    const rate = rubricJudge({
      raters: [rater(null, 'yes'), rater('maybe', 'partly'), rater(null, null)],
      criteria: CRITERIA,
    })
    expect(await rate(item, context)).toMatchObject({
      value: 0.75,
      ratings: [
        [null, null, null],
        [1, 0.5, null],
      ],
      agreement: { kappa: null, subjects: 0 },
    })
    const evaluate = rubricEvaluator<string>(
      rubricJudge({ raters: [rater(null, null)], criteria: CRITERIA }),
      () => item,
    )
    await expect(evaluate('', context)).rejects.toMatchObject({
      code: 'unread-votes',
      usage: USAGE,
      detail: { type: 'rubric' },
    })
  })

  it('keeps ratings, agreement and replies as the detail', async () => {
    const evaluate = rubricEvaluator<string>(
      rubricJudge({ raters: [rater('yes', 'yes')], criteria: CRITERIA }),
      () => item,
    )
    expect(await evaluate('', context)).toMatchObject({
      value: 1,
      detail: { type: 'rubric', ratings: [[1], [1]], agreement: null, replies: { length: 1 } },
    })
  })

  it('shows no rater the others, and asks each with a seed of its own', async () => {
    const { provider, requests } = scripted((request) => replyOf(`Correct (${keyIn(request)}): yes`))
    await rubricJudge({ raters: [provider, provider], criteria: CRITERIA })(item, context)
    expect(textOf(requests[0]!)).toBe(textOf(requests[1]!))
    expect(requests[0]!.seed).not.toBe(requests[1]!.seed)
  })

  it('fails as a rater does, with what the others cost', async () => {
    const broken = scripted(() => {
      throw new ProviderError('timeout', 'late', { usage: USAGE })
    }).provider
    const rate = rubricJudge({ raters: [rater('yes', 'yes'), broken], criteria: CRITERIA })
    await expect(rate(item, context)).rejects.toMatchObject({ code: 'timeout', usage: { calls: 2 } })
  })

  it('refuses what is no rubric', () => {
    const raters = [rater('yes', 'yes')]
    expect(() => rubricJudge({ raters: [], criteria: CRITERIA })).toThrow(/raters: got 0/)
    expect(() => rubricJudge({ raters, criteria: [] })).toThrow(/criteria: got 0/)
    expect(() => rubricJudge({ raters, criteria: [{ name: 'a: b', asks: '' }] })).toThrow(/expected a word or two/)
    expect(() => rubricJudge({ raters, criteria: [{ name: 'a', asks: '', weight: -1 }] })).toThrow(/got -1/)
  })
})
