import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { context, replyOf, sample, scripted, textOf, USAGE } from '../../test/scripted-provider.ts'
import { textOfContent } from '../provider/model-call.ts'
import { ProviderError } from '../provider/provider-error.ts'
import { aggregate, processReward, providerStepScorer, type StepLine } from './process-reward.ts'
import { tokenReward } from './token-reward.ts'

const line: StepLine = { question: 'q', steps: ['a', 'b', 'c'] }

describe('aggregate', () => {
  it('takes the last, the least or the product', () => {
    const scores = [0.9, 0.5, 0.8]
    expect(aggregate(scores, 'last')).toBe(0.8)
    expect(aggregate(scores, 'min')).toBe(0.5)
    expect(aggregate(scores, 'product')).toBeCloseTo(0.36, 12)
    expect(aggregate([], 'min')).toBeNull()
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (all) => {
        const [last, min, product] = (['last', 'min', 'product'] as const).map((by) => aggregate(all, by)!)
        expect(product! >= 0 && product! <= min! && min! <= last! && last! <= 1).toBe(true)
      }),
    )
  })
})

describe('a process reward model behind a provider', () => {
  it('is asked once for the steps of a line, as turns', async () => {
    const { provider, requests } = scripted(() => replyOf('{"scores":[0.9,0.5,0.8]}'))
    const evaluate = processReward<StepLine>({
      scorer: providerStepScorer(provider),
      line: (state) => state,
      by: 'min',
    })
    expect(await evaluate(line, context)).toEqual({
      value: 0.5,
      usage: USAGE,
      detail: { type: 'process-reward', scorer: 'scripted', scores: [0.9, 0.5, 0.8], by: 'min' },
    })
    expect(requests[0]!.input).toEqual({
      type: 'chat',
      messages: [{ role: 'user', content: 'q' }, ...line.steps.map((content) => ({ role: 'assistant', content }))],
    })
    expect(await evaluate({ question: 'q', steps: [] }, context)).toMatchObject({ value: 0.5, usage: { calls: 0 } })
    expect(requests).toHaveLength(1)
  })

  it('is asked about each line once, where it scores whole lines', async () => {
    const { provider, requests } = scripted((request) =>
      replyOf(JSON.stringify({ scores: [textOf(request).length / 10] })),
    )
    const scorer = providerStepScorer(provider, { of: 'lines' })
    expect((await scorer.score({ ...line, steps: ['a', 'b'] }, context)).scores).toEqual([0.3, 0.5])
    expect(await scorer.score(line, context)).toEqual({ scores: [0.3, 0.5, 0.7], usage: USAGE })
    expect(requests).toHaveLength(3)
  })

  it.each([
    '',
    'fine',
    'null',
    '{}',
    '{"scores":[0.5]}',
    '{"scores":[0.5,0.5,2]}',
    '{"scores":[0.5,0.5,"1"]}',
    '{"scores":[0.5,0.5,null]}',
  ])('fails with what it cost where the reply is %j', async (text) => {
    const { provider } = scripted(() => replyOf(text))
    await expect(providerStepScorer(provider).score(line, context)).rejects.toMatchObject({
      code: 'wrong-schema',
      usage: USAGE,
    })
  })

  it('charges for all lines where one fails', async () => {
    const { provider } = scripted((_request, call) => {
      if (call === 1) throw new ProviderError('reset', 'gone')
      return replyOf('{"scores":[0.5]}')
    })
    await expect(providerStepScorer(provider, { of: 'lines' }).score(line, context)).rejects.toMatchObject({
      code: 'reset',
      usage: { calls: 2 },
    })
  })
})

describe('tokenReward', () => {
  /** P(+) and P(-) behind the step that is asked about; the rest is something else. */
  const rating = (chances: Readonly<Record<string, readonly [number, number]>>) =>
    scripted((request) => {
      const step = request.input.type === 'chat' ? textOfContent(request.input.messages.at(-1)!.content) : ''
      const [good, bad] = chances[step.at(-1)!]!
      const token = { text: ' +', logProbability: Math.log(good) }
      const alternatives = [
        token,
        { text: '-', logProbability: Math.log(bad) },
        { text: 'hm', logProbability: -9 },
      ].filter(({ logProbability }) => logProbability > -Infinity)
      const tokens = [{ ...(alternatives[0] ?? { text: 'hm', logProbability: -9 }), alternatives }]
      return { samples: [{ ...sample(tokens[0]!.text), tokens }], usage: USAGE }
    })

  it('is the share of the good word among the two', async () => {
    const { provider, requests } = rating({ a: [0.6, 0.2], b: [0.01, 0.03], c: [0.5, 0] })
    const { scores, usage } = await tokenReward({ provider }).score(line, context)
    expect(scores.map((score) => Number(score.toFixed(6)))).toEqual([0.75, 0.25, 1])
    expect(usage.calls).toBe(3)
    expect(requests[1]).toMatchObject({
      maxTokens: 1,
      logProbabilities: true,
      alternatives: 20,
      input: {
        messages: [
          { role: 'user', content: 'q a' },
          { role: 'assistant', content: '+' },
          { role: 'user', content: 'b' },
        ],
      },
    })
  })

  it('fails where neither word is known, or no probability is', async () => {
    await expect(
      tokenReward({ provider: rating({ a: [0.5, 0.5], b: [0, 0], c: [0.5, 0.5] }).provider }).score(line, context),
    ).rejects.toMatchObject({
      code: 'no-log-probabilities',
      message: 'step 2: neither + nor - has a known probability',
      usage: { calls: 3 },
    })
    const { provider } = scripted(() => replyOf('+'))
    await expect(tokenReward({ provider }).score(line, context)).rejects.toMatchObject({ code: 'no-log-probabilities' })
  })
})
