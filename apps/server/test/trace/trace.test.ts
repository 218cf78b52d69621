import { describe, expect, it } from 'vitest'
import { createCatalog } from '@espalier/catalog'
import { readProsqaCheckpoint } from '@espalier/models/node'
import {
  createEventDecoder,
  createLogDecoder,
  decodeSnapshot,
  sealFault,
  type SearchAccount,
  type SearchInfo,
  type TraceLevel,
} from '@espalier/protocol'
import { foldEvents } from '@espalier/core'
import { memoryStore } from '../../src/store/memory-store.ts'
import { jsonLogger } from '../../src/world/logger.ts'
import { expectProblem, isOver, testApp, type TestApp } from '../test-app.ts'
import { ANSWER, CANARY, singingCatalog } from './singing-catalog.ts'

const HIDDEN = ['summary', 'sealed', 'off'] as const
const PROBLEM = { task: 'singing', problem: { sings: true }, budget: { trials: 60 }, seed: 1 }

const json = async <T>(response: Response | Promise<Response>): Promise<T> => (await (await response).json()) as T

/** What a request says to get a level: nothing where the server shows no more anyway. */
const traceOf = (level: TraceLevel, ceiling: TraceLevel) => (ceiling === 'full' ? { trace: level } : {})

/** A server of singing searches, one of them at its end and one that is paused, with all that it logs. */
async function singing(level: TraceLevel, ceiling: TraceLevel = 'full') {
  const logged: string[] = []
  const logger = jsonLogger(
    (line) => void logged.push(line),
    () => 0,
  )
  const server = await testApp({ catalog: singingCatalog, logger, trace: ceiling })
  const trace = traceOf(level, ceiling)
  const { id } = await server.create({ ...PROBLEM, ...trace })
  const ended = await server.until(id, isOver)
  const waits = await server.create({ ...PROBLEM, ...trace, budget: { trials: 1_000_000 } })
  await server.post(`/v1/searches/${waits.id}/pause`)
  return { server, id, ended, waits: waits.id, logged }
}

const MODEL = 'search/mcts:singer'
const chat = {
  model: MODEL,
  messages: [{ role: 'user', content: 'sing' }],
  stream: true,
  stream_options: { include_usage: true },
  search: { budget: { trials: 20 }, progress: true },
}

/** A request to each route that the router has; a route that is not here fails the test. `null`: never asked, nothing is there to be shown. */
const REQUESTS: Readonly<Record<string, null | ((id: string) => readonly [path: string, body?: unknown])>> = {
  'POST /v1/searches': () => ['/v1/searches', { ...PROBLEM, budget: { trials: 5 } }],
  'GET /v1/searches': () => ['/v1/searches'],
  'GET /v1/searches/:id': (id) => [`/v1/searches/${id}`],
  'POST /v1/searches/validate': () => ['/v1/searches/validate', PROBLEM],
  'POST /v1/searches/:id/fork': (id) => [`/v1/searches/${id}/fork`, { at: 20 }],
  'POST /v1/searches/:id/pause': (id) => [`/v1/searches/${id}/pause`],
  'POST /v1/searches/:id/resume': (id) => [`/v1/searches/${id}/resume`],
  'POST /v1/searches/:id/extend': (id) => [`/v1/searches/${id}/extend`, { trials: 5 }],
  'POST /v1/searches/:id/steer': (id) => [
    `/v1/searches/${id}/steer`,
    { actions: [{ type: 'insert', node: 0, label: 'a guess' }] },
  ],
  'POST /v1/searches/:id/reveal': null,
  'DELETE /v1/searches/:id': (id) => [`/v1/searches/${id}`],
  'GET /v1/searches/:id/events': (id) => [`/v1/searches/${id}/events`],
  'GET /v1/searches/:id/tree': (id) => [`/v1/searches/${id}/tree`],
  'GET /v1/searches/:id/nodes/:node': (id) => [`/v1/searches/${id}/nodes/1`],
  'GET /v1/searches/:id/nodes/:node/candidates': (id) => [`/v1/searches/${id}/nodes/0/candidates`],
  'GET /v1/searches/:id/nodes/:node/evidence': (id) => [`/v1/searches/${id}/nodes/0/evidence`],
  'GET /v1/searches/:id/path/:node': (id) => [`/v1/searches/${id}/path/2`],
  'GET /v1/searches/:id/result': (id) => [`/v1/searches/${id}/result`],
  'GET /v1/searches/:id/nodes/:node/thought': (id) => [`/v1/searches/${id}/nodes/1/thought`],
  'GET /v1/searches/:id/thoughts': (id) => [`/v1/searches/${id}/thoughts`],
  'GET /v1/searches/:id/export': (id) => [`/v1/searches/${id}/export`],
  'POST /v1/imports': () => ['/v1/imports', { format: 'none' }],
  'POST /v1/refinements': () => [
    '/v1/refinements',
    { prompts: [{ prompt: 'sing' }], roles: { actor: 'a', judge: 'a' } },
  ],
  'GET /v1/refinements': () => ['/v1/refinements'],
  ...Object.fromEntries(
    [
      ['GET /v1/refinements/:id', ''],
      ['GET /v1/refinements/:id/events', '/events'],
      ['GET /v1/refinements/:id/outcomes', '/outcomes'],
      ['GET /v1/refinements/:id/lineage', '/lineage'],
      ['GET /v1/refinements/:id/export', '/export?format=trl'],
      ['POST /v1/refinements/:id/cancel', '/cancel'],
    ].map(([route, rest]) => [route, () => [`/v1/refinements/refi_${'0'.repeat(26)}${rest}`]] as const),
  ),
  'GET /v1/algorithms': () => ['/v1/algorithms'],
  'GET /v1/models': () => ['/v1/models'],
  'GET /v1/tasks': () => ['/v1/tasks'],
  'GET /healthz': () => ['/healthz'],
  'GET /readyz': () => ['/readyz'],
  'GET /metrics': () => ['/metrics'],
  'GET /openapi.json': () => ['/openapi.json'],
  'GET /docs': () => ['/docs'],
  'GET /': () => ['/'],
  ...Object.fromEntries(
    ['/v1', '/openai/v1'].flatMap((base) => [
      [`POST ${base}/chat/completions`, () => [`${base}/chat/completions`, chat]] as const,
      [`POST ${base}/completions`, () => [`${base}/completions`, { model: MODEL, prompt: 'sing' }]] as const,
      [`POST ${base}/responses`, () => [`${base}/responses`, { model: MODEL, input: 'sing', stream: true }]] as const,
      [`GET ${base}/models/:id{.+}`, () => [`${base}/models/${MODEL}`]] as const,
    ]),
  ),
  'GET /openai/v1/models': () => ['/openai/v1/models'],
  // The doors of MCP have a test of their own.
  'POST /mcp': null,
  'GET /mcp': null,
  'DELETE /mcp': null,
}
/** Everything that a response says, its head included; of a stream that does not end its first message. */
async function said(response: Response): Promise<string> {
  const head = `${response.status} ${JSON.stringify([...response.headers])}\n`
  if (response.body === null) return head
  const reader = response.body.getReader()
  const parts: Uint8Array[] = []
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    if (response.headers.get('content-type') === 'text/event-stream' && parts.length > 2) break
  }
  await reader.cancel()
  return head + Buffer.concat(parts).toString('latin1')
}

/** What every route says of a search: by route. */
async function everything(server: TestApp, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const routes = [...new Set(server.app.routes.map(({ method, path }) => `${method} ${path}`))].filter(
    (route) => !route.startsWith('ALL '),
  )
  expect(routes.filter((route) => !Object.hasOwn(REQUESTS, route))).toEqual([])
  const answers = new Map<string, string>()
  for (const route of routes) {
    const request = REQUESTS[route]
    if (request === null || request === undefined) continue
    const [method] = route.split(' ')
    for (const id of route.includes(':id') ? ids : ids.slice(0, 1)) {
      const [path, body] = request(id)
      const response = method === 'POST' ? await server.post(path, body) : await server.fetch(path, { method: method! })
      answers.set(route, (answers.get(route) ?? '') + (await said(response)))
    }
  }
  return answers
}

describe('what a search shows', () => {
  it('is everything where nothing is hidden: the routes that can say a step are these', async () => {
    const { server, id, waits } = await singing('full')
    const answers = await everything(server, [id, waits])
    const open = [...answers].filter(([, text]) => text.includes(CANARY)).map(([route]) => route)
    expect(open.sort()).toEqual(
      [
        'GET /v1/searches/:id/events',
        'GET /v1/searches/:id/export',
        'GET /v1/searches/:id/nodes/:node',
        'GET /v1/searches/:id/nodes/:node/candidates',
        'GET /v1/searches/:id/nodes/:node/evidence',
        'GET /v1/searches/:id/path/:node',
        'GET /v1/searches/:id/result',
        'GET /v1/searches/:id/tree',
      ].sort(),
    )
  })

  for (const level of HIDDEN) {
    for (const ceiling of ['full', level] as const) {
      it(`says no word of a step at ${level}, on a server that shows ${ceiling}, whatever is asked`, async () => {
        const { server, id, ended, waits, logged } = await singing(level, ceiling)
        const answers = await everything(server, [id, waits])
        for (const [route, text] of answers)
          expect(text.includes(CANARY), `${route}: ${text.slice(0, 300)}`).toBe(false)
        expect(ended.trace?.level).toBe(level)
        const broken = await server.create({
          ...PROBLEM,
          ...traceOf(level, ceiling),
          problem: { sings: true, breaks: true },
        })
        await server.until(broken.id, isOver)
        await expectProblem(server.get(`/v1/searches/${broken.id}/result`), 'internal')
        expect(logged.join('')).toContain('not shown')
        expect(logged.join('')).not.toContain(CANARY)
      })
    }

    it(`still says counts, values, the answer and what it cost at ${level}`, async () => {
      const open = await singing('full')
      const { server, ended, id } = await singing(level)
      const { id: _, createdAt, trace, elapsedMs, ...account } = ended
      const { id: __, createdAt: ___, elapsedMs: ____, ...whole } = open.ended
      expect(account).toEqual(whole)
      expect(account).toMatchObject({ answer: ANSWER, usage: { completionTokens: expect.any(Number) as number } })
      expect([createdAt, elapsedMs, trace].every((each) => each !== undefined)).toBe(true)
      const result = await json<SearchAccount>(server.get(`/v1/searches/${id}/result`))
      expect(result).toMatchObject({ answer: ANSWER, path: [], conclusion: { answer: ANSWER, statements: [] } })
      const reply = await json<{ x_search: Record<string, unknown>; usage: object }>(
        server.post('/v1/chat/completions', { ...chat, stream: false, search: { ...chat.search, trace: level } }),
      )
      expect(reply.x_search).toMatchObject({
        trace: level,
        tree_url: level === 'summary' ? (expect.any(String) as string) : null,
      })
      expect(reply.x_search['seal'] === null).toBe(level !== 'sealed')
      // 20 trials, of which three failed.
      expect(reply.usage).toMatchObject({ completion_tokens: 85 })
    })
  }

  it('is at summary the same tree in numbers, live and later', async () => {
    const open = await singing('full')
    const { server, id, ended } = await singing('summary')
    const decoder = createEventDecoder()
    const parts = decoder.push(await (await server.get(`/v1/searches/${id}/events`)).text())
    const events = parts.flatMap((part) => (part.type === 'events' ? part.envelopes : [])).map(({ event }) => event)
    expect(events).toHaveLength(ended.events)
    const fold = foldEvents(events)
    const bytes = new Uint8Array(await (await server.get(`/v1/searches/${id}/tree`)).arrayBuffer())
    const whole = decodeSnapshot(
      new Uint8Array(await (await open.server.get(`/v1/searches/${open.id}/tree`)).arrayBuffer()),
    )
    for (const { tree } of [fold, decodeSnapshot(bytes)])
      for (let node = 0; node < whole.tree.size; node++)
        expect([tree.visits(node), tree.parent(node), tree.q(node)]).toEqual([
          whole.tree.visits(node),
          whole.tree.parent(node),
          whole.tree.q(node),
        ])
  })

  it('is chosen within what the server shows, and by nobody laxer', async () => {
    const server = await testApp({ catalog: singingCatalog, trace: 'sealed' })
    for (const trace of ['full', 'summary'])
      await expectProblem(server.post('/v1/searches', { ...PROBLEM, trace }), 'invalid-request')
    expect((await server.create(PROBLEM)).trace?.level).toBe('sealed')
    expect((await server.create({ ...PROBLEM, trace: 'off' })).trace?.level).toBe('off')
    await expectProblem(server.post('/v1/searches', { ...PROBLEM, trace: 'none' }), 'invalid-request')
    const refused = await json<{ error: object }>(
      server.post('/v1/chat/completions', { ...chat, stream: false, search: { trace: 'full' } }),
    )
    expect(refused.error).toMatchObject({ type: 'invalid_request_error', param: 'trace' })
    await expect(testApp({ trace: 'anything' as never })).rejects.toThrow(TypeError)
  })

  it('is no more in a fork, or under the same key', async () => {
    const { server, id } = await singing('summary')
    await expectProblem(server.post(`/v1/searches/${id}/fork`, { trace: 'full' }), 'invalid-request')
    const fork = await json<SearchInfo>(server.post(`/v1/searches/${id}/fork`, { budget: { trials: 70 } }))
    expect(fork.trace?.level).toBe('summary')
    expect((await json<SearchInfo>(server.post(`/v1/searches/${id}/fork`, { trace: 'off' }))).trace?.level).toBe('off')
    const key = { 'idempotency-key': 'k' }
    await server.create({ ...PROBLEM, trace: 'off' }, key)
    await expectProblem(server.post('/v1/searches', PROBLEM, key), 'idempotency-mismatch')
  })

  it('is hidden after a restart too, and by a server that shows less than it did', async () => {
    const store = { ...memoryStore(), close: () => Promise.resolve() }
    const first = await testApp({ catalog: singingCatalog, store })
    const open = await first.create(PROBLEM)
    const sealed = await first.create({ ...PROBLEM, trace: 'sealed' })
    const { trace } = await first.until(sealed.id, isOver)
    await first.until(open.id, isOver)
    await first.stop()
    const second = await testApp({ catalog: singingCatalog, store, trace: 'summary' })
    expect((await second.info(sealed.id)).trace).toEqual(trace)
    expect((await second.info(open.id)).trace).toEqual({ level: 'summary', seal: null, revealed: false })
    await expectProblem(second.get(`/v1/searches/${sealed.id}/tree`), 'trace-hidden')
    await expectProblem(second.get(`/v1/searches/${open.id}/export`), 'trace-hidden')
    await expectProblem(second.post(`/v1/searches/${sealed.id}/reveal`), 'trace-hidden')
  })

  it('is nothing of thoughts, which read as steps', async () => {
    const catalog = createCatalog({ checkpoints: { prosqa: await readProsqaCheckpoint() } })
    const server = await testApp({ catalog })
    const [problem] = catalog.tasks.find(({ name }) => name === 'prosqa')!.examples
    const { id } = await server.create({
      task: 'prosqa',
      problem,
      model: 'prosqa-latent',
      trace: 'summary',
      budget: { trials: 5 },
    })
    await server.until(id, isOver)
    await expectProblem(server.get(`/v1/searches/${id}/nodes/1/thought`), 'trace-hidden')
    await expectProblem(server.get(`/v1/searches/${id}/thoughts`), 'trace-hidden')
  })
})

describe('a sealed search', () => {
  it('is held against every seal that was given of it, once it is revealed', async () => {
    const { server, id, ended, waits } = await singing('sealed')
    const early = (await server.info(waits)).trace!.seal!
    await expectProblem(server.post(`/v1/searches/${waits}/reveal`), 'not-finished')
    await expectProblem(server.get(`/v1/searches/${id}/export`), 'trace-hidden')
    const revealed = await json<SearchInfo>(server.post(`/v1/searches/${id}/reveal`))
    expect(revealed.trace).toEqual({ level: 'full', seal: ended.trace!.seal, revealed: true })
    const text = await (await server.get(`/v1/searches/${id}/export`)).text()
    expect(text).toContain(CANARY)
    const decoder = createLogDecoder()
    const events = text
      .trimEnd()
      .split('\n')
      .flatMap((line) => decoder.line(line)?.event ?? [])
    const { salt } = decoder.end()
    expect(sealFault(ended.trace!.seal!, salt!, events)).toBeNull()
    expect(sealFault(early, salt!, events)).toMatch(/another seal/)
    const forged = events.map((event) => (event.type === 'node-add' ? { ...event, label: 'another' } : event))
    expect(sealFault(ended.trace!.seal!, salt!, forged)).toMatch(/another seal/)
  })

  it('that others were forked from is not shown by them before it is', async () => {
    const { server, id, waits } = await singing('sealed')
    const fork = await json<SearchInfo>(server.post(`/v1/searches/${waits}/fork`, { budget: { trials: 3 } }))
    await server.until(fork.id, isOver)
    await expectProblem(server.post(`/v1/searches/${fork.id}/reveal`), 'trace-hidden')
    await server.fetch(`/v1/searches/${waits}`, { method: 'DELETE' })
    await server.post(`/v1/searches/${waits}/reveal`)
    expect((await json<SearchInfo>(server.post(`/v1/searches/${fork.id}/reveal`))).trace?.level).toBe('full')
    await expectProblem(server.post(`/v1/searches/${(await server.create(PROBLEM)).id}/reveal`), 'invalid-request')
    expect(id).toBeTruthy()
  })
})
