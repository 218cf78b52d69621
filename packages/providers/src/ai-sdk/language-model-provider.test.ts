import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { describe, expect, it } from 'vitest'
import { chat, failureOf, signal } from '../../test/calls.ts'
import { chatReply, delta, frame, json, loopback, USAGE, type AnswerFn } from '../../test/loopback.ts'
import { guardedFetch } from '../http/guarded-fetch.ts'
import type { Notice } from '../notice.ts'
import { languageModelProvider } from './language-model-provider.ts'

const KEY = 'sk-canary-0123456789abcdef'

async function model(answer: AnswerFn) {
  const server = await loopback(answer)
  const notices: Notice[] = []
  const sdk = createOpenAICompatible({
    name: 'test',
    baseURL: server.origin,
    apiKey: KEY,
    includeUsage: true,
    fetch: guardedFetch({ allowPrivateAddresses: true, maxReplyBytes: 100_000 }),
  })
  const provider = languageModelProvider(sdk('m'), {
    attempts: 1,
    secrets: [KEY],
    notify: (notice) => void notices.push(notice),
  })
  return { server, notices, provider }
}

describe('languageModelProvider', () => {
  it('asks any model of the AI SDK, several samples as several calls', async () => {
    const { provider, server, notices } = await model((_body, response) => json(response, chatReply('fine')))
    const request = chat('hi', { samples: 2, temperature: 0.5, stop: ['\n'], seed: 1, logProbabilities: true })
    const { samples, usage } = await provider.complete(request, { signal: signal() })
    expect(samples).toEqual(Array.from({ length: 2 }, () => ({ text: 'fine', finish: 'stop', tokens: null })))
    expect(usage).toMatchObject({ calls: 2, promptTokens: 20, completionTokens: 6 })
    expect(server.bodies[0]).toMatchObject({ temperature: 0.5, stop: ['\n'], seed: 1, max_tokens: 50 })
    expect(notices.map((notice) => ('capability' in notice ? notice.capability : notice.type)).toSorted()).toEqual([
      'logProbabilities',
      'samples',
      'unknown-price',
    ])
  })

  it('streams', async () => {
    const { provider } = await model((_body, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(
        frame(delta('a')) +
          frame(delta('b', 'stop')) +
          frame({ ...delta(''), choices: [], usage: USAGE }) +
          frame('[DONE]'),
      )
    })
    const pieces: string[] = []
    const reply = await provider.complete(chat('hi'), {
      signal: signal(),
      onPiece: ({ text }) => void pieces.push(text),
    })
    expect(pieces).toEqual(['a', 'b'])
    expect(reply).toMatchObject({ samples: [{ text: 'ab' }], usage: { promptTokens: 10, completionTokens: 3 } })
  })

  it('tells failures as any provider does', async () => {
    const answers: readonly (readonly [AnswerFn, string])[] = [
      [(_body, response) => json(response, { error: { message: `bad key ${KEY}` } }, 401), 'unauthorized'],
      [
        (_body, response) => json(response, { error: { message: 'slow' } }, 429, { 'retry-after': '3' }),
        'rate-limited',
      ],
      [(_body, response) => json(response, {}, 500), 'server-error'],
      [(_body, response) => json(response, { choices: 1 }), 'wrong-schema'],
      [(_body, response) => void response.destroy(), 'reset'],
      [(_body, response) => json(response, chatReply('')), 'empty-reply'],
      [(_body, response) => json(response, chatReply('x'.repeat(200_000))), 'reply-too-large'],
    ]
    for (const [answer, code] of answers) {
      const { provider } = await model(answer)
      const failure = await failureOf(provider.complete(chat('hi'), { signal: signal() }))
      expect(failure.code, failure.message).toBe(code)
      expect(failure.message).not.toContain('canary')
      if (code === 'rate-limited') expect(failure.retryAfterMs).toBe(3000)
    }
  })

  it('is called off', async () => {
    const controller = new AbortController()
    const { provider } = await model(() => controller.abort())
    const failure = await failureOf(provider.complete(chat('hi'), { signal: controller.signal }))
    expect(failure.code).toBe('called-off')
  })
})
