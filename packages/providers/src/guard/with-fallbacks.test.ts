import { describe, expect, it } from 'vitest'
import type { ModelRequest } from '@espalier/token'
import { chat, signal } from '../../test/calls.ts'
import { chatReply, json, loopback, type AnswerFn } from '../../test/loopback.ts'
import type { Notice } from '../notice.ts'
import { openModel } from '../openai/open-model.ts'

async function model(answer: AnswerFn, options: Partial<Parameters<typeof openModel>[0]> = {}) {
  const server = await loopback(answer)
  const notices: Notice[] = []
  const opened = openModel({
    baseUrl: server.origin,
    model: 'm',
    allowPrivateAddresses: true,
    notify: (notice) => {
      if (notice.type === 'fallback') notices.push(notice)
    },
    ...options,
  })
  return { server, notices, ask: (request: ModelRequest) => opened.complete(request, { signal: signal() }) }
}

const refuse =
  (param: string): AnswerFn =>
  (body, response) => {
    if (param in body)
      json(response, { error: { message: `Unrecognized request argument supplied: ${param}`, param } }, 400)
    else json(response, chatReply('fine'))
  }

describe('withFallbacks', () => {
  for (const [param, request, capability] of [
    ['n', { samples: 3 }, 'samples'],
    ['logprobs', { logProbabilities: true }, 'logProbabilities'],
    ['seed', { seed: 4 }, 'seed'],
    ['stop', { stop: ['!'] }, 'stop'],
    ['response_format', { schema: { name: 's', schema: { type: 'object' } } }, 'schema'],
  ] as const) {
    it(`goes without ${param} where the server refuses it, and says so once`, async () => {
      const { notices, ask, server } = await model(refuse(param))
      const first = await ask(chat('x', request))
      const second = await ask(chat('x', request))
      expect(first.samples).toHaveLength('samples' in request ? 3 : 1)
      expect(second.samples).toEqual(first.samples)
      expect(notices).toEqual([
        expect.objectContaining({ type: 'fallback', capability, provider: expect.stringContaining('m@127') as string }),
      ])
      expect(server.bodies.filter((body) => param in body)).toHaveLength(1)
    })
  }

  it('asks for samples one by one with seeds of their own, the same each time', async () => {
    const { ask, server } = await model((body, response) => json(response, chatReply(`seed ${String(body['seed'])}`)), {
      cannot: ['samples'],
    })
    const { samples, usage } = await ask(chat('x', { samples: 4, seed: 5 }))
    const again = await ask(chat('x', { samples: 4, seed: 5 }))
    expect(again.samples).toEqual(samples)
    expect(samples[0]!.text).toBe('seed 5')
    expect(new Set(samples.map(({ text }) => text)).size).toBe(4)
    expect(usage).toEqual({ calls: 4, promptTokens: 40, completionTokens: 12 })
    expect(server.bodies.every((body) => !('n' in body))).toBe(true)
  })

  it('finds a server out that takes n and gives one choice, and asks for the others', async () => {
    const { ask, notices, server } = await model((_body, response) => json(response, chatReply('one')))
    expect((await ask(chat('x', { samples: 3 }))).samples).toHaveLength(3)
    expect((await ask(chat('x', { samples: 3 }))).samples).toHaveLength(3)
    expect(server.bodies.map((body) => body['n'])).toEqual([3, undefined, undefined, undefined, undefined, undefined])
    expect(notices).toHaveLength(1)
  })

  it('keeps the samples that came where some did not', async () => {
    let calls = 0
    const { ask } = await model(
      (_body, response) => (++calls === 2 ? json(response, { choices: 'none' }) : json(response, chatReply('fine'))),
      { cannot: ['samples'] },
    )
    expect((await ask(chat('x', { samples: 3 }))).samples).toHaveLength(2)
  })

  it('says that there are no probabilities where a server leaves them out', async () => {
    const { ask, notices } = await model((_body, response) => json(response, chatReply('fine')))
    expect((await ask(chat('x', { logProbabilities: true }))).samples[0]!.tokens).toBeNull()
    await ask(chat('x', { logProbabilities: true }))
    expect(notices.map((notice) => notice.type)).toEqual(['fallback'])
  })

  it('cuts at stop texts that a server writes on after', async () => {
    const { ask } = await model((_body, response) => {
      const reply = chatReply('one\ntwo')
      const tokens = ['one', '\n', 'two'].map((token) => ({ token, logprob: -1 }))
      reply.choices[0]!.logprobs = { content: tokens }
      json(response, reply)
    })
    const { samples } = await ask(chat('x', { stop: ['\n'], logProbabilities: true }))
    expect(samples).toEqual([{ text: 'one', finish: 'stop', tokens: [{ text: 'one', logProbability: -1 }] }])
  })

  it('asks a server without completions in a message, and one without chats in a text', async () => {
    const only =
      (path: string): AnswerFn =>
      (_body, response, request) =>
        request.url === path
          ? json(response, { ...chatReply('fine'), choices: [{ text: 'fine', message: { content: 'fine' } }] })
          : json(response, {}, 404)
    const chats = await model(only('/chat/completions'))
    await chats.ask({ input: { type: 'text', prompt: 'go on' }, maxTokens: 5 })
    expect(chats.server.bodies.at(-1)).toMatchObject({ messages: [{ role: 'user', content: 'go on' }] })
    const texts = await model(only('/completions'))
    await texts.ask({
      input: {
        type: 'chat',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'hi' },
        ],
      },
      maxTokens: 5,
    })
    expect(texts.server.bodies.at(-1)).toMatchObject({ prompt: 'Be brief.\n\nUser: hi\n\nAssistant:' })
  })
})
