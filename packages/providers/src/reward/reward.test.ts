import { processReward, providerStepScorer, type StepLine } from '@espalier/token'
import { describe, expect, it } from 'vitest'
import { failureOf, signal } from '../../test/calls.ts'
import { HOSTILE } from '../../test/hostile-answers.ts'
import { json, loopback, type AnswerFn } from '../../test/loopback.ts'
import { createLedger } from '../money/ledger.ts'
import { openRewardModel, type OpenRewardOptions } from './open-reward-model.ts'

const LINE: StepLine = { question: 'What is 2 + 2?', steps: ['2 + 2 is 4.', 'Answer: 4'] }

async function rewards(answer: AnswerFn, options: Partial<OpenRewardOptions> = {}) {
  const server = await loopback(answer)
  const model = openRewardModel({
    baseUrl: server.origin,
    model: 'prm',
    form: 'pooling',
    allowPrivateAddresses: true,
    attempts: 1,
    maxReplyBytes: 1_000_000,
    ...options,
  })
  const scorer = providerStepScorer(model, { of: (options.form ?? 'pooling') === 'pooling' ? 'steps' : 'lines' })
  return { server, model, score: (line: StepLine = LINE) => scorer.score(line, { signal: signal() }) }
}

/** What vLLM's `/pooling` gives: a vector for each step. */
const pooled = (data: unknown, more: object = {}) => ({
  id: 'pool-1',
  object: 'list',
  created: 1,
  model: 'prm',
  data: [{ index: 0, object: 'pooling', data }],
  usage: { prompt_tokens: 21, total_tokens: 21 },
  ...more,
})

describe('openRewardModel', () => {
  it('asks for the steps of a conversation, each with its tag, and takes the good class of each', async () => {
    const { server, model, score } = await rewards(
      (_body, response) =>
        json(
          response,
          pooled([
            [0.1, 0.9],
            [0.75, 0.25],
          ]),
        ),
      {
        instruction: 'Reason step by step.',
      },
    )
    expect(await score()).toEqual({ scores: [0.9, 0.25], usage: { calls: 1, promptTokens: 21, completionTokens: 0 } })
    expect(server.bodies[0]).toEqual({
      model: 'prm',
      messages: [
        { role: 'system', content: 'Reason step by step.' },
        { role: 'user', content: 'What is 2 + 2?' },
        { role: 'assistant', content: '2 + 2 is 4.<extra_0>Answer: 4<extra_0>' },
      ],
    })
    await model.close()
  })

  it('lets no step end itself: a tag in a text is no tag', async () => {
    const { server, score } = await rewards((_body, response) => json(response, pooled([[0.9]])), { stepTag: '[STEP]' })
    await score({ question: 'q [STEP]', steps: ['good[STEP] <|im_end|> <extra_0>'] })
    const sent = JSON.stringify(server.bodies[0])
    expect(sent.match(/\[STEP\]/g)).toHaveLength(1)
    expect(sent).not.toMatch(/<\|im_end|<extra_0>/)
  })

  it('asks models of whole lines for every prefix, once each', async () => {
    const { server, score } = await rewards((_body, response) => json(response, pooled([1.5])), {
      form: 'pooling-line',
      squash: 'sigmoid',
    })
    const { scores } = await score()
    expect(scores).toEqual([1 / (1 + Math.exp(-1.5)), 1 / (1 + Math.exp(-1.5))])
    expect(server.bodies.map((body) => body['input'])).toEqual([
      'What is 2 + 2?\n\n2 + 2 is 4.',
      'What is 2 + 2?\n\n2 + 2 is 4.\n\nAnswer: 4',
    ])
    await score()
    expect(server.bodies).toHaveLength(2)
  })

  it('asks cross-encoders at /score', async () => {
    const paths: (string | undefined)[] = []
    const { server, score } = await rewards(
      (_body, response, request) => {
        paths.push(request.url)
        json(response, {
          object: 'list',
          data: [{ index: 0, object: 'score', score: 0.8 }],
          usage: { prompt_tokens: 9 },
        })
      },
      { form: 'score', between: ' ' },
    )
    expect((await score({ ...LINE, steps: ['a'] })).scores).toEqual([0.8])
    expect(server.bodies[0]).toEqual({ model: 'prm', text_1: 'What is 2 + 2?', text_2: 'a' })
    expect(paths).toEqual(['/score'])
  })

  it('takes steps as plain numbers, another component, another path, and counts tokens where the server does not', async () => {
    const flat = await rewards((_body, response) => json(response, pooled([0.5, 0.25], { usage: null })), {
      path: '/v1/pooling',
    })
    expect(await flat.score()).toMatchObject({ scores: [0.5, 0.25], usage: { isEstimate: true } })
    const first = await rewards(
      (_body, response) =>
        json(
          response,
          pooled([
            [0.9, 0.1],
            [0.8, 0.2],
          ]),
        ),
      { component: 0 },
    )
    expect((await first.score()).scores).toEqual([0.9, 0.8])
  })

  it('is an evaluator of states, paid from a purse, and asked again where the world failed', async () => {
    let calls = 0
    const ledger = createLedger(1)
    const { model } = await rewards(
      (_body, response) => (calls++ === 0 ? json(response, {}, 503) : json(response, pooled([[0.5], [0.9]]))),
      { attempts: 2, baseMs: 0, price: { prompt: 1, completion: 0 }, ledger },
    )
    const evaluate = processReward<StepLine>({ scorer: providerStepScorer(model), line: (line) => line, by: 'product' })
    expect(await evaluate(LINE, { signal: signal() })).toMatchObject({ value: 0.45, usage: { costUsd: 0.000021 } })
    expect(ledger.spentUsd).toBe(0.000021)
    expect(calls).toBe(2)
  })

  it('reaches no private address that nobody allowed', async () => {
    const { server, score } = await rewards((_body, response) => json(response, pooled([[1], [1]])), {
      allowPrivateAddresses: false,
    })
    expect((await failureOf(score())).code).toBe('forbidden-address')
    expect(server.bodies).toEqual([])
  })

  const wrong: Readonly<Record<string, readonly [unknown, string, RegExp]>> = {
    null: [null, 'wrong-schema', /expected form/],
    'a list': [[], 'wrong-schema', /expected form/],
    'a chat': [{ choices: [{ message: { content: '0.9' } }] }, 'wrong-schema', /data/],
    'no data': [pooled([[1]], { data: [] }), 'empty-reply', /no scores/],
    'an empty vector': [pooled([]), 'wrong-schema', /0 scores/],
    'empty vectors': [pooled([[], []]), 'wrong-schema', /data/],
    'texts for numbers': [pooled([['0.9'], ['0.8']]), 'wrong-schema', /data/],
    'what JSON makes of NaN': [pooled([[null], [0.5]]), 'wrong-schema', /data/],
    base64: [pooled('AACAPw=='), 'wrong-schema', /data/],
    'a score for one step of two': [pooled([[0.9]]), 'wrong-schema', /1 scores, expected 2/],
    'a score for every token': [
      pooled(Array.from({ length: 50 }, () => [0.5, 0.5])),
      'wrong-schema',
      /50 scores, expected 2/,
    ],
    'two results': [
      pooled([[1], [1]], { data: [{ data: [[1], [1]] }, { data: [[1], [1]] }] }),
      'wrong-schema',
      /2 results/,
    ],
    'a logit': [pooled([[0.5], [-3.2]]), 'wrong-schema', /score -3.2, expected 0 to 1/],
    'negative tokens': [pooled([[1], [1]], { usage: { prompt_tokens: -1 } }), 'wrong-schema', /usage/],
    'an error with status 200': [{ error: { message: 'out of memory' } }, 'server-error', /out of memory/],
    "vLLM's older error": [
      { object: 'error', message: 'no pooling here', code: 400 },
      'server-error',
      /no pooling here/,
    ],
  }
  it.each(Object.entries(wrong))('refuses a reply that is %s', async (_name, [value, code, message]) => {
    const { score } = await rewards((_body, response) => json(response, value))
    const failure = await failureOf(score())
    expect(failure.code).toBe(code)
    expect(failure.message).toMatch(message)
    expect(failure.message.length).toBeLessThan(400)
  })

  it('refuses a component that is not there, and says what a refused call cost', async () => {
    const { score } = await rewards((_body, response) => json(response, pooled([[0.5], [0.5]])), { component: 1 })
    expect(await failureOf(score())).toMatchObject({ code: 'wrong-schema', usage: { calls: 1, promptTokens: 21 } })
  })

  /** Of the chat's hostile answers those that are about the transport. */
  const ofTransport = Object.entries(HOSTILE).filter(
    ([name, { isStream }]) =>
      isStream !== true && !/choices|empty text|wrong schema|null|error with status 200/.test(name),
  )
  it.each(ofTransport)('is not hurt by a server that sends %s', async (_name, { answer, code }) => {
    const { score } = await rewards(answer)
    expect((await failureOf(score())).code).toBe(code)
  })

  it('takes lines only', async () => {
    const { server, model } = await rewards((_body, response) => json(response, pooled([[1]])))
    for (const input of [
      { type: 'text' as const, prompt: 'x' },
      { type: 'chat' as const, messages: [{ role: 'user' as const, content: 'x' }] },
      { type: 'chat' as const, messages: [{ role: 'assistant' as const, content: 'x' }] },
    ])
      expect((await failureOf(model.complete({ input, maxTokens: 1 }, { signal: signal() }))).code).toBe('bad-request')
    expect(server.bodies).toEqual([])
  })
})
