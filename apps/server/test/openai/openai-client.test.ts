import type OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { createPuzzle } from '@espalier/tasks'
import { checkAnswer } from '@espalier/tasks/scoring'
import { openAiServer, puzzle, type WithSearch } from './openai-server.ts'

const SEARCH = 'search/mcts:countdown-1m'
const PROBLEM = '24: 1 3 4 6'

describe('the official client', () => {
  it('lists models and asks for one', async () => {
    const { client } = await openAiServer()
    const ids: string[] = []
    for await (const model of client.models.list()) ids.push(model.id)
    expect(ids).toEqual(
      expect.arrayContaining(['countdown-1m', 'countdown-1m:value', 'uniform', SEARCH, 'search/gumbel:uniform']),
    )
    expect(await client.models.retrieve(SEARCH)).toMatchObject({ id: SEARCH, object: 'model', owned_by: 'espalier' })
    await expect(client.models.retrieve('search/mcts:nobody')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    })
  })

  it('gets the answer of a search, with its tree and all that it cost', async () => {
    const { client, url, errors } = await openAiServer()
    const { data, response } = await client.chat.completions
      .create({ model: SEARCH, messages: puzzle(PROBLEM), seed: 1 })
      .withResponse()
    const { choices, usage, x_search: search } = data as typeof data & WithSearch
    expect(data).toMatchObject({
      object: 'chat.completion',
      model: SEARCH,
      id: expect.stringMatching(/^chatcmpl-/) as string,
    })
    expect(choices).toHaveLength(1)
    expect(choices[0]).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant', refusal: null } })
    expect(checkAnswer(createPuzzle([1, 3, 4, 6]), choices[0]!.message.content!)).toMatchObject({ correct: true })
    expect(usage!.total_tokens).toBe(usage!.prompt_tokens + usage!.completion_tokens)
    expect(usage!.completion_tokens_details!.reasoning_tokens).toBeGreaterThan(0)
    expect(usage!.completion_tokens_details!.reasoning_tokens).toBeLessThan(usage!.completion_tokens)
    expect(search.stop_reason).toBe('value')
    expect(response.headers.get('x-search-id')).toBe(search.id)
    expect(response.headers.get('link')).toContain(search.tree_url)
    expect((await fetch(url + search.tree_url)).status).toBe(200)
    const info = (await (await fetch(`${url}/v1/searches/${search.id}`)).json()) as {
      usage: { completionTokens: number }
    }
    expect(info.usage.completionTokens).toBe(usage!.completion_tokens)
    expect(errors).toEqual([])
  })

  it('gets the same as a stream: the role at once, the answer in pieces, the usage at the end', async () => {
    const { client } = await openAiServer()
    const whole = await client.chat.completions.create({ model: SEARCH, messages: puzzle(PROBLEM), seed: 1 })
    const stream = await client.chat.completions.create({
      model: SEARCH,
      messages: puzzle(PROBLEM),
      seed: 1,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks: OpenAI.ChatCompletionChunk[] = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(chunks[0]!.choices[0]!.delta).toEqual({ role: 'assistant', content: '' })
    const pieces = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta.content ?? ''))
    expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(3)
    expect(pieces.join('')).toBe(whole.choices[0]!.message.content)
    expect(chunks.at(-2)!.choices[0]!.finish_reason).toBe('stop')
    expect(chunks.at(-1)!.usage).toEqual(whole.usage)
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
  })

  it('says so when a search finds nothing, and why it ended', async () => {
    const { client } = await openAiServer()
    const request = {
      model: 'search/best-of-n:uniform',
      messages: puzzle('97: 1 1 1 1'),
      search: { budget: { trials: 3 } },
    }
    const reply = await client.chat.completions.create(request)
    expect(reply.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '' } })
    expect((reply as typeof reply & WithSearch).x_search.stop_reason).toBe('trials')
  })

  it('asks a model without search: steps in words, with real probabilities, several samples, seeds', async () => {
    const { client } = await openAiServer()
    const ask = () =>
      client.chat.completions.create({
        model: 'countdown-1m',
        messages: puzzle(PROBLEM),
        n: 3,
        seed: 5,
        logprobs: true,
      })
    const { choices, usage } = await ask()
    expect(choices).toHaveLength(3)
    for (const { message, logprobs } of choices) {
      expect(message.content).toMatch(/^\d+ [-+*/] \d+ = /)
      expect(logprobs!.content!.map(({ token }) => token).join('')).toBe(message.content)
      expect(logprobs!.content!.every(({ logprob }) => logprob <= 0)).toBe(true)
    }
    expect((await ask()).choices).toEqual(choices)
    expect(usage!.completion_tokens).toBeGreaterThan(30)
  })

  it('has completions with the probability of every token of the network', async () => {
    const { client } = await openAiServer()
    const request = {
      model: 'countdown-1m',
      prompt: `${PROBLEM}\n`,
      max_tokens: 40,
      temperature: 0,
      logprobs: 0,
    } as const
    const { choices } = await client.completions.create(request)
    const { text, logprobs } = choices[0]!
    expect(text).toMatch(/^\d+ [-+*/] \d+ = \d+ \(left: .*\)$/)
    expect(logprobs!.tokens!.join('')).toBe(text)
    expect(Math.exp(logprobs!.token_logprobs!.reduce((sum, x) => sum + x, 0))).toBeGreaterThan(0.01)
    expect(logprobs!.text_offset!.slice(0, 3)).toEqual([
      0,
      logprobs!.tokens![0]!.length,
      (logprobs!.tokens![0]! + logprobs!.tokens![1]!).length,
    ])
    const pieces: string[] = []
    for await (const chunk of await client.completions.create({ ...request, stream: true }))
      pieces.push(chunk.choices[0]?.text ?? '')
    expect(pieces.join('')).toBe(text)
    expect(pieces.length).toBeGreaterThan(6)
  })

  it('has responses, whole and streamed', async () => {
    const { client } = await openAiServer()
    const request = { model: SEARCH, input: PROBLEM }
    const whole = await client.responses.create(request)
    expect(whole.status).toBe('completed')
    expect(checkAnswer(createPuzzle([1, 3, 4, 6]), whole.output_text)).toMatchObject({ correct: true })
    expect(whole.usage!.output_tokens_details.reasoning_tokens).toBeGreaterThan(0)
    const types: string[] = []
    let text = ''
    const stream = client.responses.stream(request)
    for await (const event of stream) {
      types.push(event.type)
      if (event.type === 'response.output_text.delta') text += event.delta
    }
    expect(text).toBe(whole.output_text)
    expect(types[0]).toBe('response.created')
    expect(types.at(-1)).toBe('response.completed')
    expect((await stream.finalResponse()).output_text).toBe(whole.output_text)
  })

  it('is refused in its own words', async () => {
    const { client, errors } = await openAiServer({ apiKey: 'right' })
    const ask = (more: object) => client.chat.completions.create({ model: SEARCH, messages: puzzle(PROBLEM), ...more })
    const refusals: readonly (readonly [object, object])[] = [
      [{ model: 'gpt-5' }, { status: 404, code: 'model_not_found', param: 'model', type: 'invalid_request_error' }],
      [{ messages: [] }, { status: 400, param: 'messages' }],
      [{ messages: puzzle('hello') }, { status: 400, param: 'messages' }],
      [{ n: 2 }, { status: 400, param: 'n' }],
      [{ temperature: 3 }, { status: 400, param: 'temperature' }],
      [{ tools: [{ type: 'function', function: { name: 'f' } }] }, { status: 400, param: 'tools' }],
      [
        { model: 'countdown-1m', top_p: 0.5, messages: puzzle('x') },
        { status: 400, param: 'messages' },
      ],
      [{ search: { budget: { trials: 0 } } }, { status: 400, param: 'search.budget.trials' }],
      [{ search: { options: { c: -1 } } }, { status: 400 }],
      [
        { model: 'countdown-1m', search: {} },
        { status: 400, param: 'search' },
      ],
    ]
    for (const [more, expected] of refusals)
      await expect(ask(more), JSON.stringify(more)).rejects.toMatchObject(expected)
    const stranger = client.withOptions({ apiKey: 'wrong' })
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401 })
    await expect(stranger.chat.completions.create({ model: SEARCH, messages: puzzle(PROBLEM) })).rejects.toMatchObject({
      status: 401,
      type: 'authentication_error',
      code: 'unauthorized',
    })
    expect(errors).toEqual([])
  })

  it('is told of fields that change nothing', async () => {
    const { client } = await openAiServer()
    const { response } = await client.chat.completions
      .create({ model: SEARCH, messages: puzzle(PROBLEM), presence_penalty: 1, user: 'me' })
      .withResponse()
    expect(response.headers.get('x-ignored-params')).toBe('presence_penalty, user')
    const ignored = async (model: string, more: object) => {
      const whole = { model, messages: puzzle(PROBLEM), ...more }
      return (await client.chat.completions.create(whole).withResponse()).response.headers.get('x-ignored-params')
    }
    const json = { type: 'json_schema', json_schema: { name: 'x', schema: {} } } as const
    // A search writes its steps in its own way, and its answer is no JSON.
    expect(await ignored(SEARCH, { temperature: 0.5, max_tokens: 9, logprobs: false, response_format: json })).toBe(
      'temperature, max_tokens, response_format',
    )
    expect(await ignored(SEARCH, { seed: 1, stop: null, response_format: { type: 'text' } })).toBeNull()
  })
})
