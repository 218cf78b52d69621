import { describe, expect, it } from 'vitest'
import type { ModelPiece } from '@espalier/token'
import { chat, failureOf, signal } from '../../test/calls.ts'
import { manualClock } from '../../test/clocks.ts'
import { HOSTILE } from '../../test/hostile-answers.ts'
import { chatReply, delta, frame, json, loopback, USAGE, type AnswerFn } from '../../test/loopback.ts'
import { undiciTransport } from '../http/undici-transport.ts'
import { systemClock } from '../platform.ts'
import { openAiProvider, type OpenAiProviderOptions } from './openai-provider.ts'
import { openModel } from './open-model.ts'

async function provider(answer: AnswerFn, options: Partial<OpenAiProviderOptions> = {}) {
  const server = await loopback(answer)
  const transport = undiciTransport({ allowPrivateAddresses: true })
  const model = openAiProvider({
    name: 'test',
    baseUrl: `${server.origin}/v1/`,
    model: 'm',
    transport,
    clock: systemClock,
    ...options,
  })
  return { server, model }
}

describe('openAiProvider', () => {
  it('asks a chat for what it was told, and reads samples, probabilities and usage', async () => {
    const { server, model } = await provider((_body, response) => {
      const reply = chatReply('one', 'two')
      reply.choices[0]!.logprobs = { content: [{ token: 'one', logprob: -0.5, bytes: [], top_logprobs: [] }] }
      json(response, { ...reply, usage: { ...USAGE, prompt_tokens_details: { cached_tokens: 4 } } })
    })
    const reply = await model.complete(
      chat('hello', {
        samples: 2,
        temperature: 0.7,
        topP: 0.9,
        stop: ['\n'],
        seed: 7,
        logProbabilities: true,
        schema: { name: 'step', schema: { type: 'object' } },
        cacheKey: 'k',
      }),
      { signal: signal() },
    )
    expect(server.bodies[0]).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'hello' }],
      max_tokens: 50,
      n: 2,
      temperature: 0.7,
      top_p: 0.9,
      stop: ['\n'],
      seed: 7,
      logprobs: true,
      response_format: { type: 'json_schema', json_schema: { name: 'step', schema: { type: 'object' }, strict: true } },
    })
    expect(reply).toEqual({
      samples: [
        { text: 'one', finish: 'stop', tokens: [{ text: 'one', logProbability: -0.5 }] },
        { text: 'two', finish: 'stop', tokens: null },
      ],
      usage: { calls: 1, promptTokens: 10, completionTokens: 3, cachedTokens: 4 },
    })
  })

  it('asks for completions of a text, with the older form of probabilities', async () => {
    const { server, model } = await provider((_body, response) =>
      json(response, {
        choices: [
          { index: 0, text: ' b', finish_reason: 'length', logprobs: { tokens: [' b'], token_logprobs: [-0.25] } },
        ],
        usage: USAGE,
      }),
    )
    const request = { input: { type: 'text' as const, prompt: 'a' }, maxTokens: 1, logProbabilities: true }
    const { samples } = await model.complete(request, { signal: signal() })
    expect(server.bodies[0]).toEqual({ model: 'm', prompt: 'a', max_tokens: 1, logprobs: 1 })
    expect(samples).toEqual([{ text: ' b', finish: 'length', tokens: [{ text: ' b', logProbability: -0.25 }] }])
  })

  it('reads a stream piece by piece, cut anywhere', async () => {
    const text = 'häß→🙂'
    const { model } = await provider((_body, response) => {
      const bytes = Buffer.from(
        [': keepalive\n\n', ...[...text].map((char) => frame(delta(char))), frame(delta('', 'stop'))].join('') +
          frame({ ...delta(''), choices: [], usage: USAGE }) +
          frame('[DONE]'),
      )
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const write = (at: number): void => {
        if (at >= bytes.length) response.end()
        else response.write(bytes.subarray(at, at + 3), () => write(at + 3))
      }
      write(0)
    })
    const pieces: ModelPiece[] = []
    const reply = await model.complete(chat('x'), { signal: signal(), onPiece: (piece) => void pieces.push(piece) })
    expect(pieces.map((piece) => piece.text)).toEqual([...text])
    expect(reply).toEqual({
      samples: [{ text, finish: 'stop', tokens: null }],
      usage: { calls: 1, promptTokens: 10, completionTokens: 3 },
    })
  })

  it('counts tokens by bytes where the server does not, and says so', async () => {
    const { model } = await provider((_body, response) => {
      const { usage: _usage, ...reply } = chatReply('12345678')
      json(response, reply)
    })
    const { usage } = await model.complete(chat('x'), { signal: signal() })
    expect(usage).toMatchObject({ completionTokens: 2, isEstimate: true })
  })

  it('takes the newer name of the token limit where the server wants it, once and for all', async () => {
    const { server, model } = await provider((body, response) => {
      if ('max_completion_tokens' in body) return json(response, chatReply('fine'))
      const message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
      json(response, { error: { message, param: 'max_tokens' } }, 400)
    })
    await model.complete(chat('x'), { signal: signal() })
    await model.complete(chat('x'), { signal: signal() })
    expect(server.bodies).toHaveLength(3)
  })

  for (const [name, { answer, code, isStream }] of Object.entries(HOSTILE)) {
    it(`is not hurt by a server that sends ${name}`, async () => {
      const { model } = await provider(answer, { maxReplyBytes: 1_000_000 })
      const context = { signal: signal(), ...(isStream === true ? { onPiece: () => {} } : {}) }
      const failure = await failureOf(model.complete(chat('x'), context))
      expect(failure.code).toBe(code)
      expect(failure.message.length).toBeLessThan(400)
      if (name === '429 with a time') expect(failure.retryAfterMs).toBe(7000)
    })
  }

  it('is refused where nobody listens, or no such name is known', async () => {
    const transport = undiciTransport()
    const at = (baseUrl: string, over = transport) =>
      openAiProvider({ name: 'test', baseUrl, model: 'm', transport: over, clock: systemClock })
    const open = undiciTransport({ allowPrivateAddresses: true })
    expect((await failureOf(at('http://127.0.0.1:1/v1', open).complete(chat('x'), { signal: signal() }))).code).toBe(
      'refused',
    )
    expect((await failureOf(at('http://nobody.invalid/v1').complete(chat('x'), { signal: signal() }))).code).toBe(
      'refused',
    )
  })

  it('waits no longer than it may: for the first byte, between bytes, and for the whole', async () => {
    const clock = manualClock()
    let respond = (): void => {}
    const { model } = await provider(
      (_body, response) => {
        response.writeHead(200).write(frame(delta('a')))
        respond()
      },
      { clock, timeoutMs: 1000, idleMs: 300 },
    )
    const first = new Promise<void>((resolve) => (respond = resolve))
    const idle = failureOf(model.complete(chat('x'), { signal: signal(), onPiece: () => clock.advance(300) }))
    await first
    expect(await idle).toMatchObject({ code: 'timeout', message: 'nothing came for 300 ms' })

    const silent = await provider(() => respond(), { clock, timeoutMs: 1000, idleMs: 5000 })
    const asked = new Promise<void>((resolve) => (respond = resolve))
    const whole = failureOf(silent.model.complete(chat('x'), { signal: signal() }))
    await asked
    clock.advance(1000)
    expect(await whole).toMatchObject({ code: 'timeout', message: 'no whole reply within 1000 ms' })
  })

  it('stops at once when it is called off, and the server sees it', async () => {
    const controller = new AbortController()
    let closed: Promise<unknown> = Promise.resolve()
    const { model } = await provider((_body, response) => {
      closed = new Promise((resolve) => response.on('close', resolve))
      controller.abort()
    })
    const failure = await failureOf(model.complete(chat('x'), { signal: controller.signal }))
    expect(failure.code).toBe('called-off')
    await closed
  })
})

describe('the likeliest tokens of each place', () => {
  const request = {
    input: { type: 'text' as const, prompt: 'a' },
    maxTokens: 1,
    logProbabilities: true,
    alternatives: 2,
  }
  const likeliest = [
    { text: ' b', logProbability: -0.25 },
    { text: ' c', logProbability: -2 },
  ]

  it('come with chats and with completions', async () => {
    const { server, model } = await provider((body, response) => {
      const top = [' b', ' c'].map((token, i) => ({ token, logprob: [-0.25, -2][i] }))
      const content = [{ token: ' b', logprob: -0.25, top_logprobs: top }]
      const older = { tokens: [' b'], token_logprobs: [-0.25], top_logprobs: [{ ' b': -0.25, ' c': -2 }] }
      const reply = chatReply(' b')
      if ('messages' in body) {
        reply.choices[0]!.logprobs = { content }
        json(response, reply)
      } else
        json(response, { choices: [{ index: 0, text: ' b', finish_reason: 'length', logprobs: older }], usage: USAGE })
    })
    for (const asked of [request, { ...request, input: chat('a').input }]) {
      const { samples } = await model.complete(asked, { signal: signal() })
      expect(samples[0]!.tokens).toEqual([{ text: ' b', logProbability: -0.25, alternatives: likeliest }])
    }
    expect(server.bodies[0]).toMatchObject({ logprobs: 2 })
    expect(server.bodies[1]).toMatchObject({ logprobs: true, top_logprobs: 2 })
  })

  it('are gone without where a server refuses them, and the probabilities of what was written stay', async () => {
    const server = await loopback((body, response) => {
      if ('top_logprobs' in body)
        return json(response, { error: { message: 'top_logprobs is not supported', param: 'top_logprobs' } }, 400)
      const reply = chatReply('b')
      reply.choices[0]!.logprobs = { content: [{ token: 'b', logprob: -1 }] }
      json(response, reply)
    })
    const said: string[] = []
    const model = openModel({
      baseUrl: server.origin,
      model: 'm',
      allowPrivateAddresses: true,
      notify: (notice) => void said.push(notice.type === 'fallback' ? notice.capability : notice.type),
    })
    const { samples } = await model.complete({ ...request, input: chat('a').input }, { signal: signal() })
    expect(samples[0]!.tokens).toEqual([{ text: 'b', logProbability: -1 }])
    expect(said).toContain('alternatives')
    expect(said).not.toContain('logProbabilities')
    await model.close()
  })
})
