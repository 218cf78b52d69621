import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterEach, describe, expect, it } from 'vitest'
import { createCatalog } from '@espalier/catalog'
import { LOOPBACK_HOSTS } from '../../src/http/guards/host-guard.ts'
import { createApp } from '../../src/create-app.ts'
import { listen } from '../../src/listen.ts'
import { readRemoteModels } from '../../src/remote-models.ts'
import { memoryStore } from '../../src/store/memory-store.ts'
import { systemClock } from '../../src/world/clock.ts'
import { jsonLogger } from '../../src/world/logger.ts'

/** The key that our clients send, the key that a model's server gets, and one that is nobody's: what a stranger tries. */
const OWN = 'canary-own-0123456789abcdef'
const FAR = 'canary-far-0123456789abcdef'
const STRANGE = 'canary-strange-0123456789'

const open: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  open.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Ways in which a model's server gives a key away, one after the other. */
const TATTLING: readonly RequestListener[] = [
  (request, response) =>
    void response
      .writeHead(401)
      .end(JSON.stringify({ error: { message: `Incorrect key: ${request.headers.authorization}` } })),
  (request, response) =>
    void response
      .writeHead(400)
      .end(JSON.stringify({ error: { message: `Bad: ${request.headers.authorization}`, param: FAR } })),
  (request, response) => void response.writeHead(500).end(String(request.headers.authorization)),
  (_request, response) => void response.writeHead(200).end(FAR),
  (_request, response) =>
    void response.writeHead(200).end(
      JSON.stringify({
        choices: [{ index: 0, message: { role: 'assistant', content: `my key is ${FAR}` }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
      }),
    ),
]

describe('keys', () => {
  it('are in no answer, no event, no file, no page, no tool and no line of the log, whatever a model says', async () => {
    let asked = 0
    const elsewhere: unknown[] = []
    const away = await serve((request, response) => {
      elsewhere.push(request.headers)
      response.end('{}')
    })
    const far = await serve((request, response) => {
      request.resume()
      if (request.url?.startsWith('/moved') === true) return void response.writeHead(308, { location: away }).end()
      TATTLING[asked++ % TATTLING.length]!(request, response)
    })
    const logged: string[] = []
    const logger = jsonLogger((line) => void logged.push(line), Date.now)
    const model = { model: 'm', keyVariable: 'FAR_KEY', allowPrivateAddresses: true }
    const file = { models: { far: { ...model, baseUrl: far }, moved: { ...model, baseUrl: `${far}/moved` } } }
    const remote = readRemoteModels(JSON.stringify(file), { FAR_KEY: FAR }, (notice) =>
      logger.info('notice', { ...notice }),
    )
    open.push(() => remote.close())
    const store = memoryStore()
    const server = createApp({
      store,
      logger,
      apiKey: OWN,
      catalog: createCatalog(),
      clock: systemClock(),
      providers: remote.providers,
      hosts: { hosts: LOOPBACK_HOSTS, origins: [] },
    })
    await server.start()
    const listening = await listen((request) => server.app.fetch(request), 0, '127.0.0.1')
    open.push(async () => {
      await server.stop()
      await listening.close()
    })
    const url = `http://127.0.0.1:${listening.port}`
    const said: string[] = []
    const ask = async (method: string, path: string, body?: unknown, key = OWN): Promise<string> => {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      said.push(`${response.status} ${JSON.stringify([...response.headers])} ${text}`)
      return text
    }

    const { id } = JSON.parse(
      await ask('POST', '/v1/searches', {
        task: 'countdown',
        problem: { numbers: [4, 9, 10, 13] },
        trace: 'sealed',
        budget: { trials: 20 },
      }),
    ) as { id: string }
    await ask('DELETE', `/v1/searches/${id}`)
    await ask('POST', `/v1/searches/${id}/reveal`)
    // Every way in which the server reads, of this search and in general, and every way with a wrong key.
    const routes = server.app.routes.filter(({ method }) => method === 'GET')
    for (const key of [OWN, STRANGE])
      for (const { path } of routes)
        if (path !== '/mcp')
          await ask('GET', path.replace(':id{.+}', 'far').replace(':id', id).replace(':node', '0'), undefined, key)
    for (const name of ['far', 'moved'])
      for (const stream of [false, true])
        for (let i = 0; i < TATTLING.length; i++) {
          await ask('POST', '/v1/chat/completions', { model: name, stream, messages: [{ role: 'user', content: 'x' }] })
          await ask('POST', '/openai/v1/responses', { model: name, stream, input: 'x' })
        }
    const client = new Client({ name: 'test', version: '1' })
    const headers = { authorization: `Bearer ${OWN}` }
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }))
    said.push(JSON.stringify(await client.listTools()))
    for (const [name, args] of [
      ['search', { question: '24: 4 9 10 13' }],
      ['search', { question: FAR.slice(0, 3) }],
      ['inspect', { search: id, view: 'log', limit: 500 }],
    ] as const)
      said.push(JSON.stringify(await client.callTool({ name, arguments: args })))
    await client.close()

    expect(asked).toBeGreaterThan(TATTLING.length)
    expect(said.length).toBeGreaterThan(60)
    expect(said.join('\n')).toContain('[key]')
    for (const text of [...said, ...logged]) expect(text).not.toMatch(/canary-(own|far|strange)/)
    // A redirect is not followed, so the key went nowhere else.
    expect(elsewhere).toEqual([])
  })
})
