import { describe, expect, it } from 'vitest'
import { createCatalog, fillRequest, planOf, prepareRun, type LanguageModelOptions } from '@espalier/catalog'
import { streamSearch, type SearchEvent } from '@espalier/core'
import { createCountdownModel } from '@espalier/models'
import { readCountdownCheckpoint } from '@espalier/models/node'
import { createEventDecoder, nodeEvidenceSchema, votesOf, type SearchInfo } from '@espalier/protocol'
import { createPuzzle } from '@espalier/tasks'
import { checkAnswer } from '@espalier/tasks/scoring'
import { embeddedJudge, embeddedProvider } from '@espalier/token'
import { readRemoteModels } from '../../src/remote-models.ts'
import { addingModel } from './adding-model.ts'
import { openAiServer, puzzle, type OpenAiServer, type WithSearch } from './openai-server.ts'

/** A server that searches over models of another server of ours. */
async function near(far: OpenAiServer, models: Readonly<Record<string, object>>) {
  const file = Object.fromEntries(
    Object.entries(models).map(([name, given]) => [
      name,
      { baseUrl: `${far.url}/v1`, allowPrivateAddresses: true, ...given },
    ]),
  )
  const remote = readRemoteModels(
    JSON.stringify({ models: file, prices: { 'countdown-1m': { prompt: 1, completion: 2 } } }),
    {},
    () => {},
  )
  const catalog = createCatalog({ languageModels: remote.languageModels })
  const server = await openAiServer({ catalog, providers: remote.providers })
  return { ...server, catalog }
}

/** The embedded network behind a server, its value as the judge. */
const NETWORK = {
  far: { model: 'countdown-1m', search: { judge: 'far-value', prompts: 'bare', tasks: ['countdown'] } },
  'far-value': { model: 'countdown-1m:value', search: false },
}

async function eventsOf({ url }: OpenAiServer, id: string): Promise<readonly SearchEvent[]> {
  const decoder = createEventDecoder()
  const parts = decoder.push(await (await fetch(`${url}/v1/searches/${id}/events`)).text())
  return parts.flatMap((part) => (part.type === 'events' ? part.envelopes.map(({ event }) => event) : []))
}

/** The log of the same search over the same model in this process. */
async function logHere(languageModels: readonly LanguageModelOptions[], request: Parameters<typeof fillRequest>[0]) {
  const catalog = createCatalog({ languageModels })
  const spec = fillRequest(request, catalog)
  const run = prepareRun(planOf(spec, catalog), [], { budget: spec.budget, elapsedMs: () => 0 })
  const events: SearchEvent[] = []
  for await (const { event } of streamSearch(run.options)) events.push(event)
  run.dispose()
  return events
}

describe('a search over a model behind another server', () => {
  it('gives the log that the model gives in this process, and counts all that was written', async () => {
    const far = await openAiServer()
    const server = await near(far, NETWORK)
    const ids: string[] = []
    for await (const model of server.client.models.list()) ids.push(model.id)
    expect(ids).toEqual(expect.arrayContaining(['far', 'far-value', 'search/mcts:far']))
    expect(ids).not.toContain('search/mcts:far-value')
    const request = {
      model: 'search/mcts:far',
      messages: puzzle('24: 4 9 10 13'),
      seed: 7,
      search: { budget: { trials: 60, value: 1 } },
    }
    const reply = await server.client.chat.completions.create(request)
    const { x_search: found, usage, choices } = reply as typeof reply & WithSearch & { x_search: { cost_usd: number } }
    expect(checkAnswer(createPuzzle([4, 9, 10, 13]), choices[0]!.message.content!)).toMatchObject({ correct: true })
    const log = await eventsOf(server, found.id)
    const network = createCountdownModel(await readCountdownCheckpoint())
    const [writer, judge] = [embeddedProvider(network), embeddedJudge(network)]
    const here = await logHere([{ name: 'far', writer, judge, prompts: 'bare', tasks: ['countdown'] }], {
      name: 'openai',
      model: 'far',
      task: 'countdown',
      problem: { numbers: [4, 9, 10, 13] },
      seed: 7,
      budget: { trials: 60, value: 1 },
    })
    // In this process nothing is paid for.
    expect(log.map(unpaid)).toEqual(here.map(unpaid))
    const written = log.flatMap((event) =>
      event.type === 'trial-end' && event.usage ? [event.usage.completionTokens] : [],
    )
    expect(usage!.completion_tokens).toBe(written.reduce((sum, tokens) => sum + tokens, 0))
    const { reasoning_tokens: discarded } = usage!.completion_tokens_details!
    expect(discarded).toBeGreaterThan(0)
    expect(discarded).toBeLessThan(usage!.completion_tokens)
    expect(found.cost_usd).toBeGreaterThan(0)
    expect(server.errors).toEqual([])
  })

  it('reasons in words, judged by votes that can be looked at, and streams the answer', async () => {
    const far = await openAiServer({ providers: { adder: addingModel } })
    const server = await near(far, { thinker: { model: 'adder', search: { votes: 4 } } })
    const ask = {
      model: 'search/mcts:thinker',
      messages: [
        { role: 'system' as const, content: 'You are careful.' },
        { role: 'user' as const, content: 'Add 3, 4, 5' },
      ],
      seed: 1,
      search: { budget: { trials: 80, value: 1 } },
    }
    const { data, response } = await server.client.chat.completions.create(ask).withResponse()
    expect(data.choices[0]!.message.content).toBe('12')
    const id = response.headers.get('x-search-id')!
    const info = (await (await fetch(`${server.url}/v1/searches/${id}`)).json()) as SearchInfo
    expect(info.spec).toMatchObject({ task: 'text', model: 'thinker' })
    expect(info.spec.problem).toMatchObject({ question: 'Instructions:\nYou are careful.\n\nUser:\nAdd 3, 4, 5' })
    const evidence = nodeEvidenceSchema.parse(
      await (await fetch(`${server.url}/v1/searches/${id}/nodes/1/evidence`)).json(),
    )
    expect(evidence.trials).toHaveLength(1)
    const votes = votesOf(evidence.trials[0]!.detail)!
    expect(votes.ballots[0]).toHaveLength(4)
    expect(votes.ballots[0]!.filter(({ value }) => value === null)).toEqual([
      { value: null, said: null, reply: 'I cannot say.' },
    ])
    expect(votes).toMatchObject({ undecided: null, agreement: 1 })
    const parts: string[] = []
    for await (const chunk of await server.client.chat.completions.create({ ...ask, stream: true }))
      parts.push(chunk.choices[0]?.delta.content ?? '')
    expect(parts.join('')).toBe('12')
    const spent = await server.client.responses.create({ model: 'search/best-first:thinker', input: 'Add 1, 1' })
    expect(spent.output_text).toBe('2')
    expect(server.errors).toEqual([])
  })

  it('is refused where the model has not got what it takes, and says so', async () => {
    const far = await openAiServer()
    const { client, url } = await near(far, NETWORK)
    const ask = (model: string, content: string) => client.chat.completions.create({ model, messages: puzzle(content) })
    await expect(ask('search/mcts:far-value', '24: 1 2')).rejects.toMatchObject({
      status: 400,
      code: 'not_searchable',
      param: 'model',
    })
    await expect(ask('search/mcts:far', 'What is love?')).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('far works at countdown only') as string,
    })
    const create = async (body: object) => {
      const answer = await fetch(`${url}/v1/searches`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return ((await answer.json()) as { detail: string }).detail
    }
    const problem = { question: 'What is love?' }
    expect(await create({ task: 'text', problem })).toContain('text takes a language model, and none is here')
    expect(await create({ task: 'text', problem, model: 'far' })).toContain('far works at countdown, not at text')
  })

  it('is said to be impossible at the start where the file asks for what cannot be', () => {
    const read = (search: object) => () => {
      const file = { models: { x: { baseUrl: 'http://127.0.0.1:9/v1', model: 'm', search } } }
      createCatalog({ languageModels: readRemoteModels(JSON.stringify(file), {}, () => {}).languageModels })
    }
    expect(read({ judge: 'nobody' })).toThrow('models.x.search.judge: got nobody, expected one of x')
    expect(read({ tasks: ['prosqa'] })).toThrow('prosqa cannot be put to it')
    expect(read({ prompts: 'bare', tasks: ['text'] })).toThrow(
      'text cannot be put to it (bare prompts), expected some of countdown',
    )
    expect(read({ votes: 0 })).toThrow('models.x.search')
    const twice = () => createCatalog({ languageModels: [{ name: 'uniform', writer: addingModel }] })
    expect(twice).toThrow('two models are called uniform')
  })
})

function unpaid(event: SearchEvent): SearchEvent {
  if (event.type !== 'trial-end' && event.type !== 'search-end') return event
  const { usage, ...rest } = event
  if (usage === undefined) return event
  const { costUsd: _, ...counts } = usage
  return { ...rest, usage: counts }
}
