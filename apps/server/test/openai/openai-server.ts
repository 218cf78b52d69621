import OpenAI from 'openai'
import { afterEach } from 'vitest'
import { createCatalog, type Catalog } from '@espalier/catalog'
import { readCountdownCheckpoint } from '@espalier/models/node'
import type { TraceLevel } from '@espalier/protocol'
import type { Provider } from '@espalier/token'
import { createApp, type ServerApp } from '../../src/create-app.ts'
import { LOOPBACK_HOSTS } from '../../src/http/guards/host-guard.ts'
import { listen } from '../../src/listen.ts'
import { memoryStore } from '../../src/store/memory-store.ts'
import { systemClock, type Clock } from '../../src/world/clock.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

/** The catalog with the shipped Countdown network. */
export const networkCatalog = async (): Promise<Catalog> =>
  createCatalog({ checkpoints: { countdown: await readCountdownCheckpoint() } })

export interface OpenAiServer extends ServerApp {
  /** The official client, pointed at the server, that does not try again by itself. */
  readonly client: OpenAI
  readonly url: string
  /** What was logged as an error. */
  readonly errors: unknown[]
  /** Every request that came: its path, and its headers. */
  readonly requests: { readonly path: string; readonly retry: string | null }[]
}

/** A server on a socket of its own. `before` may answer in its place. */
export async function openAiServer(
  options: {
    readonly catalog?: Catalog
    readonly clock?: Clock
    readonly apiKey?: string
    readonly trace?: TraceLevel
    readonly providers?: Readonly<Record<string, Provider>>
    readonly before?: (request: Request, serve: (request: Request) => Promise<Response>) => Promise<Response> | null
  } = {},
): Promise<OpenAiServer> {
  const store = memoryStore()
  const errors: unknown[] = []
  const requests: OpenAiServer['requests'] = []
  const server = createApp({
    store,
    catalog: options.catalog ?? (await networkCatalog()),
    clock: options.clock ?? systemClock(),
    logger: { info: () => {}, error: (message, facts) => void errors.push([message, facts]) },
    hosts: { hosts: LOOPBACK_HOSTS, origins: [] },
    ...(options.apiKey === undefined ? {} : { apiKey: options.apiKey }),
    ...(options.trace === undefined ? {} : { trace: options.trace }),
    ...(options.providers === undefined ? {} : { providers: options.providers }),
  })
  await server.start()
  const listening = await listen(
    (request) => {
      requests.push({ path: new URL(request.url).pathname, retry: request.headers.get('x-stainless-retry-count') })
      return options.before?.(request, async (given) => server.app.fetch(given)) ?? server.app.fetch(request)
    },
    0,
    '127.0.0.1',
  )
  open.push(async () => {
    await server.stop()
    await listening.close()
    await store.close()
  })
  const url = `http://127.0.0.1:${listening.port}`
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: options.apiKey ?? 'none', maxRetries: 0 })
  return { ...server, client, url, errors, requests }
}

/** The fields that we add to replies. */
export interface WithSearch {
  readonly x_search: {
    readonly id: string
    readonly simulations: number
    readonly stop_reason: string
    readonly tree_url: string
  }
}

export const puzzle = (content: string) => [{ role: 'user' as const, content }]
