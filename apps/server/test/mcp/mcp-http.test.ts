import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createCatalog, fillRequest, planOf, prepareRun, type Catalog } from '@espalier/catalog'
import { runSearch } from '@espalier/core'
import type { SearchInfo } from '@espalier/protocol'
import { addingModel } from '../openai/adding-model.ts'
import { networkCatalog, openAiServer, type OpenAiServer } from '../openai/openai-server.ts'
import { pacedCatalog } from '../paced-model.ts'
import { ANSWER, CANARY, singingCatalog } from '../trace/singing-catalog.ts'

const clients: Client[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close()
})

/** The official client, connected to a server of ours. */
async function connected(options: Parameters<typeof openAiServer>[0] = {}) {
  const server = await openAiServer(options)
  const client = await clientOf(server, options?.apiKey)
  return { server, client }
}

async function clientOf({ url }: Pick<OpenAiServer, 'url'>, apiKey?: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  const headers = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }))
  clients.push(client)
  return client
}

interface Found {
  readonly search: string
  readonly answer: string | null
  readonly value: number | null
  readonly path?: readonly string[]
  readonly trials: number
  readonly nodes: number
  readonly draft?: { readonly steps: number; readonly of: number; readonly isAnswer: boolean }
}

/** What a tool says; fails the test where that is an error. */
async function call(client: Client, name: string, args: object): Promise<Found & Record<string, unknown>> {
  const result = await client.callTool({ name, arguments: args as never })
  expect(result.isError, JSON.stringify(result.content)).toBeFalsy()
  const [text] = result.content as [{ type: 'text'; text: string }]
  expect(JSON.parse(text.text)).toEqual(result.structuredContent)
  return result.structuredContent as never
}

/** What a tool says is wrong. */
async function fault(client: Client, name: string, args: object): Promise<string> {
  const result = await client.callTool({ name, arguments: args as never })
  expect(result.isError).toBe(true)
  return (result.content as [{ text: string }])[0].text
}

const searches = async (server: OpenAiServer): Promise<readonly SearchInfo[]> =>
  ((await (await fetch(`${server.url}/v1/searches`)).json()) as { searches: SearchInfo[] }).searches

/** The same search in this process. */
async function here(catalog: Catalog, seed: number) {
  const problem = { numbers: [4, 9, 10, 13], target: 24 }
  const spec = fillRequest({ task: 'countdown', problem, seed, budget: { trials: 200, value: 1 } }, catalog)
  const run = prepareRun(planOf(spec, catalog), [], { budget: spec.budget, elapsedMs: () => 0 })
  const result = await runSearch(run.options)
  run.dispose()
  return result
}

describe('MCP over HTTP', () => {
  it('lists its tools with what they take', async () => {
    const { client } = await connected({ catalog: await networkCatalog() })
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['search', 'inspect', 'refine'])
    for (const { description, inputSchema } of tools) {
      expect(description!.length).toBeGreaterThan(40)
      expect(inputSchema.type).toBe('object')
    }
    expect(tools[0]!.description).toContain('countdown-1m')
    expect(tools[2]!.description).toContain('base URL')
    expect(client.getInstructions()).toContain('tree search')
  })

  it('finds what the same search finds in this process', async () => {
    const catalog = await networkCatalog()
    const { client } = await connected({ catalog })
    for (const asked of [{ question: '24: 4 9 10 13' }, { task: 'countdown', problem: { numbers: [4, 9, 10, 13] } }]) {
      const there = await call(client, 'search', { ...asked, seed: 5 })
      const { answer, path, trials, tree, value } = await here(catalog, 5)
      expect(there).toMatchObject({ answer, path, trials, value, nodes: tree.size, reason: 'value' })
    }
  })

  it('shows what was tried: account, tree, node, path and log', async () => {
    const { client } = await connected({ catalog: await networkCatalog() })
    const { search, path, nodes } = await call(client, 'search', { question: '24: 4 9 10 13', budget: { trials: 60 } })
    const look = (more: object) => call(client, 'inspect', { search, ...more })
    expect(await look({})).toMatchObject({ id: search, status: 'finished', result: { path } })
    const tree = (await look({ view: 'tree', limit: 5 })) as unknown as { nodes: { node: number }[]; of: number }
    expect(tree.of).toBe(nodes)
    expect(tree.nodes).toHaveLength(5)
    expect(tree.nodes[0]).toMatchObject({ node: 0, parent: null })
    expect(await look({ view: 'evidence', node: 0 })).toMatchObject({ node: 0, trials: [] })
    expect(await look({ view: 'node', node: 0, limit: 2 })).toMatchObject({ node: { node: 0 }, children: [{}, {}] })
    const steps = (await look({ view: 'path' })) as unknown as { nodes: { label: string }[] }
    expect(steps.nodes.slice(1).map(({ label }) => label)).toEqual(path)
    const first = (await look({ view: 'log', limit: 3 })) as unknown as { events: { seq: number }[]; of: number }
    expect(first.events.map(({ seq }) => seq)).toEqual([0, 1, 2])
    expect(await look({ view: 'log', after: first.of - 2 })).toMatchObject({
      events: [{ type: 'search-end' }],
      ended: true,
    })
  })

  it('refines an answer: takes its steps as far as they can be taken, and mends it', async () => {
    const { client } = await connected({ catalog: await networkCatalog() })
    const question = '24: 4 9 10 13'
    const whole = await call(client, 'search', { question })
    const kept = await call(client, 'refine', { question, draft: whole.path!.join('\n') })
    expect(kept.draft).toEqual({ steps: 3, of: 3, isAnswer: true })
    expect(kept).toMatchObject({ answer: whole.answer, value: 1 })
    const mended = await call(client, 'refine', {
      question,
      draft: '13 - 9 = 4 (left: 4 4 10)\n\n4 + 4 = 9 (left: 9 10)',
    })
    expect(mended.draft).toEqual({ steps: 1, of: 2, isAnswer: false })
    expect(mended.value).toBe(1)
    const { nodes } = (await call(client, 'inspect', { search: mended.search, view: 'path', node: 1 })) as never as {
      nodes: object[]
    }
    expect(nodes[1]).toMatchObject({ label: '13 - 9 = 4 (left: 4 4 10)', source: 'mcp' })
    expect(await fault(client, 'refine', { question, draft: '1 + 1 = 2' })).toContain('no step of this problem')
  })

  it('searches over language models that the operator named, and goes on from a draft in words', async () => {
    const catalog = createCatalog({ languageModels: [{ name: 'thinker', writer: addingModel }] })
    const { client } = await connected({ catalog })
    const { tools } = await client.listTools()
    expect(tools[0]!.description).toContain('thinker (countdown, seating, text')
    const question = 'Add 3, 4, 5'
    const found = await call(client, 'search', { question, budget: { trials: 80, value: 1 } })
    expect(found).toMatchObject({ answer: '12', value: 1, path: ['3 + 4 = 7', '7 + 5 = 12', 'Answer: 12'] })
    const votes = await call(client, 'inspect', { search: found.search, view: 'evidence' })
    expect(JSON.stringify(votes)).toContain('Every sum is right.')
    const mended = await call(client, 'refine', { question, draft: '3 + 4 = 7\n7 + 5 = 13' })
    expect(mended).toMatchObject({ answer: '12', draft: { steps: 2, of: 2, isAnswer: false } })
  })

  it('tells how a search stands while it runs', async () => {
    const paced = pacedCatalog()
    const { client } = await connected({ catalog: paced.catalog })
    paced.allow(20)
    const told: { progress: number; total?: number | undefined; message?: string | undefined }[] = []
    const found = await client.callTool(
      { name: 'search', arguments: { question: '24: 4 9 10 13', model: 'paced', budget: { trials: 40 } } },
      undefined,
      {
        onprogress: (progress) => {
          told.push(progress)
          paced.allow(1_000_000)
        },
      },
    )
    expect(found.isError).toBeFalsy()
    expect(told.length).toBeGreaterThan(0)
    expect(told[0]).toMatchObject({ total: 40, message: expect.stringMatching(/^\d+ trials, \d+ nodes/) as string })
    expect(told.map(({ progress }) => progress)).toEqual(
      [...new Set(told.map(({ progress }) => progress))].sort((a, b) => a - b),
    )
  })

  it('ends a search that the client calls off, or that its session ends under', async () => {
    for (const leave of ['cancel', 'close'] as const) {
      const paced = pacedCatalog()
      const { client, server } = await connected({ catalog: paced.catalog })
      const controller = new AbortController()
      const asking = client.callTool(
        { name: 'search', arguments: { question: '24: 4 9 10 13', model: 'paced' } },
        undefined,
        {
          signal: controller.signal,
        },
      )
      const outcome = asking.then(
        () => 'answered',
        () => 'called off',
      )
      await vi.waitFor(async () => expect((await searches(server))[0]?.status).toBe('running'), { timeout: 30_000 })
      if (leave === 'cancel') controller.abort()
      else await (client.transport as StreamableHTTPClientTransport).terminateSession()
      if (leave === 'cancel') expect(await outcome).toBe('called off')
      await vi.waitFor(
        async () => expect((await searches(server))[0]).toMatchObject({ status: 'finished', reason: 'aborted' }),
        {
          timeout: 30_000,
        },
      )
      expect(server.errors).toEqual([])
    }
  })

  it('says what is wrong with a call, to the model that made it', async () => {
    const { client, server } = await connected()
    for (const [name, args, said] of [
      ['search', {}, /question: expected one/],
      ['search', { question: 'What is love?' }, /states no problem of countdown and prosqa/],
      ['search', { question: '24: 1 2', task: 'countdown' }, /either a question or a task/],
      ['search', { question: '24: 1 2', preset: 'nonsense' }, /nonsense/],
      ['search', { question: '24: 1 2', model: 'nobody' }, /nobody/],
      ['search', { question: '24: 1 2', budget: { trials: 0 } }, /trials/],
      ['search', { question: '24: 1 2', concurrency: 4000 }, /at most 64/],
      ['search', { task: 'countdown', problem: { numbers: [] } }, /problem/],
      ['inspect', { search: 'srch_none' }, /no search/],
      ['inspect', { search: '../etc' }, /search/],
      ['refine', { question: '24: 1 2' }, /draft/],
    ] as const)
      expect(await fault(client, name, args), JSON.stringify(args)).toMatch(said)
    const { search } = await call(client, 'search', { question: '24: 4 9 10 13', budget: { trials: 5 } })
    expect(await fault(client, 'inspect', { search, view: 'node', node: 99_999 })).toContain('the tree has')
    expect(server.errors).toEqual([])
  })

  it('is guarded as everything else: key, names and origins', async () => {
    const server = await openAiServer({ apiKey: 'sesame' })
    await expect(clientOf(server)).rejects.toThrow()
    const client = await clientOf(server, 'sesame')
    expect((await client.listTools()).tools).toHaveLength(3)
    const ask = (headers: Record<string, string>) =>
      server.app.request('/mcp', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer sesame', host: 'localhost', ...headers },
        body: '{}',
      })
    expect((await ask({ host: 'evil.example' })).status).toBe(403)
    expect((await ask({ origin: 'http://evil.example' })).status).toBe(403)
    expect((await ask({ authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await ask({})).status).toBe(400)
    expect((await ask({ 'mcp-session-id': 'unknown' })).status).toBe(404)
    expect((await ask({ 'content-type': 'text/plain' })).status).toBe(415)
    expect(
      (await server.app.request('/mcp', { method: 'PUT', headers: { authorization: 'Bearer sesame' } })).status,
    ).toBe(405)
  })
})

describe('what a search shows over MCP', () => {
  for (const level of ['summary', 'sealed', 'off'] as const) {
    it(`is no word of a step at ${level}, and still the answer, counts and what it cost`, async () => {
      for (const ceiling of ['full', level] as const) {
        const { client, server } = await connected({ catalog: singingCatalog, trace: ceiling })
        const asked = { question: 'sing', budget: { trials: 30 }, ...(ceiling === 'full' ? { trace: level } : {}) }
        const heard: unknown[] = []
        const found = (await client.callTool({ name: 'search', arguments: asked })) as unknown as {
          structuredContent: Found
        }
        heard.push(found)
        expect(found.structuredContent).toMatchObject({ answer: ANSWER, trace: { level }, usage: { calls: 26 } })
        const { search } = found.structuredContent
        for (const view of ['account', 'tree', 'node', 'evidence', 'path', 'log'])
          heard.push(await client.callTool({ name: 'inspect', arguments: { search, view } }))
        heard.push(
          await client.callTool({ name: 'refine', arguments: { ...asked, draft: `${CANARY} a\n${CANARY} b` } }),
        )
        // What the client itself sent does not come back either.
        expect(JSON.stringify(heard)).not.toContain(CANARY)
        expect(JSON.stringify(server.errors)).not.toContain(CANARY)
      }
    })
  }

  it('is everything otherwise', async () => {
    const { client } = await connected({ catalog: singingCatalog })
    const { search, path } = await call(client, 'search', { question: 'sing', budget: { trials: 30 } })
    expect(JSON.stringify(path)).toContain(CANARY)
    for (const view of ['account', 'tree', 'node', 'evidence', 'path', 'log'])
      expect(JSON.stringify(await call(client, 'inspect', { search, view }))).toContain(CANARY)
  })
})
