import { writeFileSync, mkdirSync, readdirSync } from 'node:fs'
import { once } from 'node:events'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createEventDecoder, searchInfoSchema, type SearchInfo } from '@espalier/protocol'
import { startServer, type RunningServer, type ServerOptions } from '../src/start-server.ts'
import { temporaryDirectory } from './temporary-directory.ts'

const open: RunningServer[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function start(options: ServerOptions = {}): Promise<RunningServer> {
  const server = await startServer({ port: 0, ...options })
  open.push(server)
  return server
}

async function create(url: string, request: Readonly<Record<string, unknown>> = {}): Promise<SearchInfo> {
  const response = await fetch(`${url}/v1/searches`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ task: 'countdown', problem: { numbers: [3, 5, 7, 11, 13], target: 999 }, ...request }),
  })
  return searchInfoSchema.parse(await response.json())
}

async function infoOf(url: string, id: string): Promise<SearchInfo> {
  return searchInfoSchema.parse(await (await fetch(`${url}/v1/searches/${id}`)).json())
}

async function until(url: string, id: string, fits: (search: SearchInfo) => boolean): Promise<SearchInfo> {
  for (;;) {
    const search = await infoOf(url, id)
    if (fits(search)) return search
    await turn()
  }
}

describe('a server', () => {
  it('refuses to be reached from elsewhere without a key, and asks for it with one', async () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1']) {
      await expect(startServer({ port: 0, host })).rejects.toMatchObject({ code: 'KEY_REQUIRED' })
    }
    const { url } = await start({ host: '0.0.0.0', apiKey: 'k' })
    const address = url.replace('0.0.0.0', '127.0.0.1')
    expect((await fetch(`${address}/v1/models`)).status).toBe(401)
    expect((await fetch(`${address}/v1/models`, { headers: { authorization: 'Bearer k' } })).status).toBe(200)
  })

  it('says that its port or its folder is taken, and leaves nothing open', async () => {
    const dataDirectory = temporaryDirectory()
    const { url } = await start({ dataDirectory })
    const port = Number(new URL(url).port)
    await expect(startServer({ port })).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' })
    await expect(startServer({ port: 0, dataDirectory })).rejects.toMatchObject({ code: 'LOCKED' })
    const other = temporaryDirectory()
    await expect(startServer({ port, dataDirectory: other })).rejects.toMatchObject({ code: 'ADDRESS_IN_USE' })
    await start({ dataDirectory: other })
  })

  it('goes on after a restart with what was unfinished: running, queued and paused', async () => {
    const dataDirectory = temporaryDirectory()
    const first = await start({ dataDirectory, limits: { runningSearches: 1 } })
    const running = await create(first.url, { budget: { trials: 100_000, nodes: 6000 } })
    const queued = await create(first.url, { budget: { trials: 50 } })
    const paused = await create(first.url, { budget: { trials: 50 } })
    await fetch(`${first.url}/v1/searches/${paused.id}/pause`, { method: 'POST' })
    const before = await until(first.url, running.id, ({ trials }) => trials > 200)
    expect(before.status).toBe('running')
    await first.close()
    const second = await start({ dataDirectory, limits: { runningSearches: 1 } })
    const { events } = await infoOf(second.url, running.id)
    expect(events).toBeGreaterThanOrEqual(before.events)
    expect(await until(second.url, running.id, ({ status }) => status === 'finished')).toMatchObject({
      reason: 'nodes',
    })
    expect(await until(second.url, queued.id, ({ status }) => status === 'finished')).toMatchObject({ trials: 50 })
    expect(await infoOf(second.url, paused.id)).toMatchObject({ status: 'paused', trials: 0 })
    await second.close()
    expect(readdirSync(dataDirectory).filter((name) => name.startsWith('lock'))).toEqual([])
  })

  it('answers nonsense on its socket without falling over', async () => {
    const { url } = await start()
    const port = Number(new URL(url).port)
    const nonsense = [
      'GET / HTTP/1.1\r\n\r\n',
      'GET //evil.example/v1/searches HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'GET http://evil.example/v1/searches HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'GET /v1/searches/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'GET /v1/searches HTTP/1.1\r\nHost: a b\r\n\r\n',
      'GET /v1/searches HTTP/1.1\r\nHost: localhost:99999999\r\n\r\n',
      'GET /v1/searches HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n',
      `GET /v1/searches HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
      'POST /v1/searches HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /v1/searches HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n',
      'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n',
      '\u0000\u0001\u0002\r\n\r\n',
    ]
    for (const bytes of nonsense) {
      const answer = await new Promise<string>((resolve, reject) => {
        let text = ''
        const socket = createConnection(port, '127.0.0.1', () => socket.end(bytes))
        socket.setTimeout(10_000, () => reject(new Error(`no answer to ${JSON.stringify(bytes.slice(0, 80))}`)))
        socket.on('data', (data) => (text += String(data)))
        socket.on('error', () => resolve(text))
        socket.on('close', () => resolve(text))
      })
      expect(answer, bytes.slice(0, 80)).not.toMatch(/^HTTP\/1\.1 5/)
      expect(answer).not.toMatch(/node_modules|\.ts:|\n\s+at /)
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  it('notices every reader that leaves without a word', async () => {
    const { url } = await start()
    const { id } = await create(url, { budget: { trials: 1_000_000 } })
    await fetch(`${url}/v1/searches/${id}/pause`, { method: 'POST' })
    const readers = async (): Promise<string | undefined> =>
      /^espalier_event_readers (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]
    for (let round = 0; round < 3; round++) {
      const sockets = await Promise.all(
        Array.from({ length: 60 }, async () => {
          const socket = createConnection(Number(new URL(url).port), '127.0.0.1')
          socket.write(`GET /v1/searches/${id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n`)
          await once(socket, 'data')
          return socket
        }),
      )
      expect(await readers()).toBe('60')
      for (const socket of sockets) socket.resetAndDestroy()
      while ((await readers()) !== '0') await turn()
    }
  })

  it('stops in order while somebody reads, and the reader knows', async () => {
    const { url, close } = await start()
    const { id } = await create(url, { budget: { trials: 1_000_000 } })
    const response = await fetch(`${url}/v1/searches/${id}/events`)
    const decoder = createEventDecoder()
    const types: string[] = []
    const reading = (async () => {
      for await (const piece of response.body!)
        for (const { type } of decoder.push(piece as Uint8Array)) types.push(type)
    })()
    await until(url, id, ({ trials }) => trials > 50)
    await Promise.all([close(), close()])
    await reading
    expect(types.at(-1)).toBe('shutdown')
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })
})

describe('the playground', () => {
  it('is served from a folder, assets for good and its page at every address', async () => {
    const folder = join(temporaryDirectory(), 'dist')
    mkdirSync(join(folder, 'assets'), { recursive: true })
    writeFileSync(join(folder, 'index.html'), '<title>the page</title>')
    writeFileSync(join(folder, 'assets', 'main-abc.js'), 'export {}')
    writeFileSync(join(folder, '..', 'secret.txt'), 'secret')
    const { url } = await start({ playgroundDirectory: folder })
    const page = { headers: { accept: 'text/html,*/*' } }
    for (const path of ['/', '/searches/srch_1?node=3', '/new']) {
      const response = await fetch(url + path, page)
      expect(await response.text()).toBe('<title>the page</title>')
      expect(response.headers.get('cache-control')).toBe('no-cache')
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
    }
    const asset = await fetch(`${url}/assets/main-abc.js`)
    expect(asset.headers.get('content-type')).toContain('javascript')
    expect(asset.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${url}/assets/gone.js`, page)).status).toBe(404)
    expect((await fetch(`${url}/v1/nowhere`, page)).status).toBe(404)
    for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/..%5csecret.txt']) {
      expect(await (await fetch(url + path)).text()).not.toBe('secret')
    }
  })

  it('has a page that says how to build it as long as it is not there', async () => {
    const { url } = await start({ playgroundDirectory: join(temporaryDirectory(), 'none') })
    const response = await fetch(url)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('npm run build')
  })
})
