import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, expect } from 'vitest'
import { createCatalog, type Catalog } from '@espalier/catalog'
import { problemDetailsSchema, searchInfoSchema, type ProblemCode, type SearchInfo } from '@espalier/protocol'
import { createApp, type AppDeps, type ServerApp } from '../src/create-app.ts'
import { LOOPBACK_HOSTS } from '../src/http/guards/host-guard.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import type { SearchStore } from '../src/store/search-store.ts'
import { systemClock } from '../src/world/clock.ts'

const open: { readonly server: ServerApp; readonly store: SearchStore }[] = []

afterEach(async () => {
  for (const { server, store } of open.splice(0)) {
    await server.stop()
    await store.close()
  }
})

export const FOUR = { numbers: [4, 9, 10, 13], target: 24 }

/** A server without a socket over an empty store, and ways to ask it. What it logs as an error fails the test. */
export interface TestApp extends ServerApp {
  readonly store: SearchStore
  fetch(path: string, init?: RequestInit): Promise<Response>
  get(path: string): Promise<Response>
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>
  /** Creates a search and gives what the server says of it. */
  create(request?: Readonly<Record<string, unknown>>, headers?: Readonly<Record<string, string>>): Promise<SearchInfo>
  info(id: string): Promise<SearchInfo>
  /** Asks until the search is as wanted. */
  until(id: string, fits: (search: SearchInfo) => boolean): Promise<SearchInfo>
}

export async function testApp(options: Partial<AppDeps> & { readonly catalog?: Catalog } = {}): Promise<TestApp> {
  const store = options.store ?? memoryStore()
  const server = createApp({
    store,
    catalog: createCatalog(),
    clock: systemClock(),
    logger: { info: () => {}, error: (message, facts) => expect.fail(`${message} ${String(facts?.['error'])}`) },
    hosts: { hosts: LOOPBACK_HOSTS, origins: [] },
    ...options,
  })
  open.push({ server, store })
  await server.start()

  const fetch = async (path: string, init?: RequestInit): Promise<Response> => server.app.request(path, init)
  const post = (path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(path, {
      method: 'POST',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  const info = async (id: string): Promise<SearchInfo> => searchOf(await fetch(`/v1/searches/${id}`))
  return {
    ...server,
    store,
    fetch,
    get: (path) => fetch(path),
    post,
    create: async (request = {}, headers = {}) =>
      searchOf(await post('/v1/searches', { task: 'countdown', problem: FOUR, ...request }, headers)),
    info,
    until: async (id, fits) => {
      for (;;) {
        const search = await info(id)
        if (fits(search)) return search
        await turn()
      }
    },
  }
}

/** The search in a response, which must be one. */
export async function searchOf(response: Response): Promise<SearchInfo> {
  expect(response.status, await response.clone().text()).toBeLessThan(300)
  const body: unknown = await response.json()
  expect(searchInfoSchema.parse(body)).toEqual(body)
  return body as SearchInfo
}

/** Expects a refusal of this kind; gives what it says. */
export async function expectProblem(response: Response | Promise<Response>, code: ProblemCode) {
  const got = await response
  const body: unknown = await got.json()
  const details = problemDetailsSchema.parse(body)
  expect(details).toEqual(body)
  expect(details).toMatchObject({ code, status: got.status, type: `urn:espalier:problem:${code}` })
  expect(got.headers.get('content-type')).toBe('application/problem+json')
  return details
}

export const isOver = ({ status }: SearchInfo): boolean => status === 'finished' || status === 'failed'
