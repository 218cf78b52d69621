import { describe, expect, it } from 'vitest'
import type { ContentPart, ModelRequest } from '@espalier/token'
import { chat, signal } from '../../test/calls.ts'
import { chatReply, delta, frame, json, loopback, type AnswerFn } from '../../test/loopback.ts'
import { languageModelProvider } from '../ai-sdk/language-model-provider.ts'
import { guardedFetch } from '../http/guarded-fetch.ts'
import type { Notice } from '../notice.ts'
import { openModel } from './open-model.ts'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'

const PIXEL = 'data:image/png;base64,iVBORw0KGgo='
const content: readonly ContentPart[] = [
  { type: 'text', text: 'What is this?' },
  { type: 'image', url: PIXEL, alt: 'a map of Rome' },
]
const withImage: ModelRequest = { input: { type: 'chat', messages: [{ role: 'user', content }] }, maxTokens: 50 }
const tools = [
  { name: 'look', description: 'Looks.', parameters: { type: 'object', properties: { at: { type: 'string' } } } },
]
const CALL = { name: 'look', arguments: '{"at":"x"}' }
const callReply = () => {
  const reply = chatReply('')
  const message = { role: 'assistant', content: null, tool_calls: [{ id: '1', type: 'function', function: CALL }] }
  return { ...reply, choices: [{ ...reply.choices[0]!, message, finish_reason: 'tool_calls' }] }
}

async function openAi(answer: AnswerFn, more: Partial<Parameters<typeof openModel>[0]> = {}) {
  const server = await loopback(answer)
  const notices: Notice[] = []
  const notify = (notice: Notice): void => void (notice.type === 'fallback' && notices.push(notice))
  const model = openModel({ baseUrl: server.origin, model: 'm', allowPrivateAddresses: true, notify, ...more })
  return { server, notices, model }
}

async function aiSdk(answer: AnswerFn) {
  const server = await loopback(answer)
  const fetch = guardedFetch({ allowPrivateAddresses: true })
  const sdk = createOpenAICompatible({ name: 'test', baseURL: server.origin, includeUsage: true, fetch })
  return { server, model: languageModelProvider(sdk('m'), { attempts: 1 }) }
}

const wireImage = [
  { type: 'text', text: 'What is this?' },
  { type: 'image_url', image_url: { url: PIXEL } },
]

describe('images', () => {
  it('reach the server beside the text, over either way', async () => {
    const plain: AnswerFn = (_body, response) => json(response, chatReply('a map'))
    for (const { server, model } of [await openAi(plain), await aiSdk(plain)]) {
      const { samples } = await model.complete(withImage, { signal: signal() })
      expect(samples[0]!.text).toBe('a map')
      expect(server.bodies[0]!['messages']).toEqual([{ role: 'user', content: wireImage }])
    }
  })

  it('are said in words where a server takes none, which is said once', async () => {
    const { server, notices, model } = await openAi((body, response) => {
      const [message] = body['messages'] as readonly { readonly content: unknown }[]
      if (typeof message!.content === 'string') return json(response, chatReply('fine'))
      json(response, { error: { message: 'This model does not support image input', param: 'messages' } }, 400)
    })
    await model.complete(withImage, { signal: signal() })
    await model.complete(withImage, { signal: signal() })
    expect(server.bodies.at(-1)!['messages']).toEqual([
      { role: 'user', content: 'What is this?[image: a map of Rome]' },
    ])
    expect(server.bodies).toHaveLength(3)
    expect(notices).toMatchObject([{ capability: 'images' }])
  })

  it('may be declared impossible, and are not sent then', async () => {
    const { server, model } = await openAi((_body, response) => json(response, chatReply('fine')), {
      cannot: ['images'],
    })
    await model.complete(withImage, { signal: signal() })
    expect(JSON.stringify(server.bodies)).not.toContain('image_url')
  })
})

describe('tools', () => {
  it('are told to the server, and calls are read, whole and streamed, over either way', async () => {
    const answer: AnswerFn = (body, response) => {
      if (body['stream'] !== true) return json(response, callReply())
      const part = (call: object, finish: string | null = null) => {
        const piece = delta('', finish)
        const [choice] = piece.choices
        return frame({ ...piece, choices: [{ ...choice, delta: { tool_calls: [{ index: 0, ...call }] } }] })
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(part({ id: '1', type: 'function', function: { name: 'look', arguments: '{"at"' } }))
      response.write(part({ function: { arguments: ':"x"}' } }))
      response.end(frame(delta('', 'tool_calls')) + frame('[DONE]'))
    }
    for (const { server, model } of [await openAi(answer), await aiSdk(answer)]) {
      for (const more of [{}, { onPiece: () => {} }]) {
        const { samples } = await model.complete(chat('x', { tools }), { signal: signal(), ...more })
        expect(samples).toEqual([{ text: '', finish: 'stop', tokens: null, calls: [CALL] }])
      }
      expect(server.bodies[0]!['tools']).toEqual([{ type: 'function', function: tools[0] }])
    }
  })

  it('are told in words where a server takes none', async () => {
    const { server, notices, model } = await openAi((body, response) => {
      if (!('tools' in body)) return json(response, chatReply('Action: look {"at":"x"}'))
      json(response, { error: { message: 'tools are not supported', param: 'tools' } }, 400)
    })
    const { samples } = await model.complete(chat('x', { tools }), { signal: signal() })
    expect(samples[0]!.text).toBe('Action: look {"at":"x"}')
    expect(JSON.stringify(server.bodies[1])).toContain('- look: Looks.')
    expect(notices).toMatchObject([{ capability: 'tools' }])
  })
})

describe('likeliest tokens', () => {
  const request = chat('x', { logProbabilities: true, alternatives: 2 })
  const top_logprobs = [
    { token: 'a', logprob: -1 },
    { token: 'b', logprob: -0.5 },
  ]

  it('are asked for and read, likeliest first', async () => {
    const { server, model } = await openAi((_body, response) => {
      const reply = chatReply('a')
      reply.choices[0]!.logprobs = { content: [{ token: 'a', logprob: -1, top_logprobs }] }
      json(response, reply)
    })
    const { samples } = await model.complete(request, { signal: signal() })
    expect(server.bodies[0]).toMatchObject({ logprobs: true, top_logprobs: 2 })
    const alternatives = [
      { text: 'b', logProbability: -0.5 },
      { text: 'a', logProbability: -1 },
    ]
    expect(samples[0]!.tokens).toEqual([{ text: 'a', logProbability: -1, alternatives }])
  })

  it('are gone without, alone, where a server refuses them', async () => {
    const { server, notices, model } = await openAi((body, response) => {
      if (!('top_logprobs' in body))
        return json(response, {
          ...chatReply('a'),
          choices: [{ ...chatReply('a').choices[0], logprobs: { content: [{ token: 'a', logprob: -1 }] } }],
        })
      json(response, { error: { message: 'Unknown parameter: top_logprobs', param: 'top_logprobs' } }, 400)
    })
    const { samples } = await model.complete(request, { signal: signal() })
    expect(samples[0]!.tokens).toEqual([{ text: 'a', logProbability: -1 }])
    expect(server.bodies[1]).toMatchObject({ logprobs: true })
    expect(notices).toMatchObject([{ capability: 'alternatives' }])
  })
})
