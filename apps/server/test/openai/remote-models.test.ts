import { describe, expect, it } from 'vitest'
import type { Notice } from '@espalier/providers'
import { readRemoteModels } from '../../src/remote-models.ts'
import { networkCatalog, openAiServer, puzzle } from './openai-server.ts'

const KEY = 'sk-canary-0123456789abcdef'

describe('models behind other servers', () => {
  it('are passed on under their names, with their key for their server only, and within what they may cost', async () => {
    const keys: (string | null)[] = []
    const far = await openAiServer({
      catalog: await networkCatalog(),
      apiKey: KEY,
      before: (request) => {
        keys.push(request.headers.get('authorization'))
        return null
      },
    })
    const notices: Notice[] = []
    const file = {
      models: {
        far: { baseUrl: `${far.url}/v1`, model: 'countdown-1m', keyVariable: 'FAR_KEY', allowPrivateAddresses: true },
        away: { baseUrl: 'http://127.0.0.1:9/v1', model: 'x' },
      },
      prices: { 'countdown-*': { prompt: 1, completion: 1000 } },
      capUsd: 0.1,
    }
    const remote = readRemoteModels(JSON.stringify(file), { FAR_KEY: KEY }, (notice) => void notices.push(notice))
    const { client, errors } = await openAiServer({ providers: remote.providers })
    const request = { model: 'far', messages: puzzle('4 9 10 13'), max_tokens: 60, logprobs: true }
    const ask = (more: object = {}) => client.chat.completions.create({ ...request, ...more })
    const { choices } = await ask()
    expect(choices[0]!.message.content).toMatch(/^\d+ [-+*/]/)
    expect(choices[0]!.logprobs!.content!.length).toBeGreaterThan(0)
    const pieces: string[] = []
    for await (const chunk of await client.chat.completions.create({ ...request, stream: true }))
      pieces.push(chunk.choices[0]?.delta.content ?? '')
    expect(pieces.length).toBeGreaterThan(3)
    await expect(ask({ max_tokens: 100 })).rejects.toMatchObject({ status: 402, code: 'budget_spent' })
    await expect(ask({ model: 'away' })).rejects.toMatchObject({ status: 502, code: 'forbidden_address' })
    expect(new Set(keys)).toEqual(new Set([`Bearer ${KEY}`]))
    expect(JSON.stringify([errors, notices])).not.toContain('canary')
    await remote.close()
  })

  it('are said to be wrong, and where', () => {
    const read =
      (file: unknown, env = {}) =>
      () =>
        readRemoteModels(typeof file === 'string' ? file : JSON.stringify(file), env, () => {})
    expect(read('{')).toThrow('not JSON')
    expect(read({ models: { x: { model: 'm' } } })).toThrow('models.x.baseUrl')
    expect(read({ models: { 'search/x': { baseUrl: 'http://x', model: 'm' } } })).toThrow(TypeError)
    expect(read({ models: { x: { baseUrl: 'http://x', model: 'm', keyVariable: 'NONE' } } })).toThrow('no NONE')
    expect(read({ models: {}, prices: { m: { prompt: 'free' } } })).toThrow('price table: m.prompt')
  })
})
