import { describe, expect, it } from 'vitest'
import { modelProvider } from '@espalier/catalog'
import { openModel } from '@espalier/providers'
import type { ModelPiece, ModelReply, ModelRequest, WrittenToken } from '@espalier/token'
import { networkCatalog, openAiServer, puzzle } from './openai-server.ts'

const CONTEXT = { signal: new AbortController().signal }
const PROBLEM = '24: 1 3 4 6'

/** What is asked in both shapes that our client speaks: completions, from the network itself, and chats, from the catalog's model. */
const REQUESTS: Readonly<Record<string, ModelRequest>> = {
  completions: { input: { type: 'text', prompt: `${PROBLEM}\n` }, maxTokens: 40, samples: 2, seed: 5 },
  chat: { input: { type: 'chat', messages: puzzle(PROBLEM) }, maxTokens: 400, samples: 2, seed: 5 },
}

/** All pieces of a sample, put together. */
const together = (pieces: readonly ModelPiece[], sample: number): readonly WrittenToken[] =>
  pieces.flatMap((piece) => (piece.sample === sample ? (piece.tokens ?? []) : []))

describe('the likeliest tokens', () => {
  it.each(Object.entries(REQUESTS))('come over %s as they are in this process, to the last bit', async (_, request) => {
    const catalog = await networkCatalog()
    const { url, errors } = await openAiServer({ catalog })
    const here = modelProvider(catalog, catalog.models[0]!)
    const there = openModel({ baseUrl: `${url}/v1`, model: 'countdown-1m', allowPrivateAddresses: true, attempts: 1 })
    for (const alternatives of [0, 1, 7, 20]) {
      const asked = { ...request, logProbabilities: true, alternatives }
      const expected = await here.complete(asked, CONTEXT)
      const whole = await there.complete(asked, CONTEXT)
      expect(whole.samples).toEqual(expected.samples)
      const pieces: ModelPiece[] = []
      const streamed: ModelReply = await there.complete(asked, {
        ...CONTEXT,
        onPiece: (piece) => void pieces.push(piece),
      })
      expect(streamed.samples).toEqual(expected.samples)
      for (const [i, { tokens }] of expected.samples.entries()) {
        expect(together(pieces, i)).toEqual(tokens)
        expect(tokens!.length).toBeGreaterThan(1)
        for (const token of tokens!) expect(token.alternatives?.length ?? 0).toBeLessThanOrEqual(alternatives)
        if (alternatives > 1) expect(tokens!.some((token) => token.alternatives!.length > 1)).toBe(true)
      }
    }
    const without = await there.complete({ ...request, alternatives: 3 }, CONTEXT)
    expect(without.samples.every(({ tokens }) => tokens === null)).toBe(true)
    await there.close()
    expect(errors).toEqual([])
  })

  it('are the steps that the model would rather have written', async () => {
    const catalog = await networkCatalog()
    const request = { ...REQUESTS['chat']!, samples: 1, temperature: 0, logProbabilities: true }
    const [sample] = (
      await modelProvider(catalog, catalog.models[0]!).complete({ ...request, alternatives: 4 }, CONTEXT)
    ).samples
    for (const { text, logProbability, alternatives = [] } of sample!.tokens!) {
      const sorted = alternatives.toSorted((a, b) => b.logProbability - a.logProbability)
      expect(alternatives).toEqual(sorted)
      // Greedy decoding takes what is likeliest token by token, which a whole step need not be.
      expect(alternatives.map((one) => one.text)).toContain(text)
      expect(alternatives.find((one) => one.text === text)!.logProbability).toBeCloseTo(logProbability, 5)
    }
    const plain = await modelProvider(catalog, catalog.models[0]!).complete(request, CONTEXT)
    expect(plain.samples[0]!.text).toBe(sample!.text)
  })

  it('come with responses, whole and in the events of a stream', async () => {
    const catalog = await networkCatalog()
    const { client } = await openAiServer({ catalog })
    const asked: ModelRequest = {
      input: { type: 'chat', messages: puzzle(PROBLEM) },
      maxTokens: 4096,
      temperature: 0,
      logProbabilities: true,
      alternatives: 3,
    }
    const { samples } = await modelProvider(catalog, catalog.models[0]!).complete(asked, CONTEXT)
    const request = {
      model: 'countdown-1m',
      input: PROBLEM,
      temperature: 0,
      include: ['message.output_text.logprobs' as const],
      top_logprobs: 3,
    }
    const whole = await client.responses.create(request)
    const [message] = whole.output
    const part = message?.type === 'message' ? message.content[0] : undefined
    const told = part?.type === 'output_text' ? part.logprobs! : []
    expect(told.map(tokenOf)).toEqual(samples[0]!.tokens)
    expect(told[0]!.bytes).toEqual([...Buffer.from(told[0]!.token)])
    const deltas: WrittenToken[] = []
    let done: WrittenToken[] = []
    for await (const event of client.responses.stream(request)) {
      if (event.type === 'response.output_text.delta') deltas.push(...event.logprobs.map(tokenOf))
      if (event.type === 'response.output_text.done') done = event.logprobs.map(tokenOf)
    }
    expect(deltas).toEqual(samples[0]!.tokens)
    expect(done).toEqual(samples[0]!.tokens)
    const plain = await client.responses.create({ model: 'countdown-1m', input: PROBLEM, temperature: 0 })
    expect(JSON.stringify(plain.output)).toContain('"logprobs":[]')
  })

  it('are asked for as the API says, or the field is named', async () => {
    const { client } = await openAiServer()
    const ask = (more: object) =>
      client.chat.completions.create({ model: 'countdown-1m', messages: puzzle(PROBLEM), ...more })
    await expect(ask({ top_logprobs: 2 })).rejects.toMatchObject({ status: 400, param: 'top_logprobs' })
    await expect(ask({ logprobs: true, top_logprobs: 21 })).rejects.toMatchObject({
      status: 400,
      param: 'top_logprobs',
    })
    const search = {
      model: 'search/greedy:countdown-1m',
      input: PROBLEM,
      include: ['message.output_text.logprobs' as const],
    }
    const { response } = await client.responses.create({ ...search, top_logprobs: 2 }).withResponse()
    expect(response.headers.get('x-ignored-params')).toBe('top_logprobs, include')
    const { data } = await ask({ logprobs: true }).withResponse()
    expect(data.choices[0]!.logprobs!.content![0]!.top_logprobs).toEqual([])
  })
})

interface ToldToken {
  readonly token: string
  readonly logprob: number
  readonly top_logprobs?: readonly { readonly token?: string; readonly logprob?: number }[]
}

function tokenOf({ token, logprob, top_logprobs: top = [] }: ToldToken): WrittenToken {
  const alternatives = top.map((one) => ({ text: one.token!, logProbability: one.logprob! }))
  return { text: token, logProbability: logprob, ...(alternatives.length === 0 ? {} : { alternatives }) }
}
