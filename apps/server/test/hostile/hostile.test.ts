import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCatalog } from '@espalier/catalog'
import { problemDetailsSchema, searchInfoSchema, PROBLEM_MEDIA_TYPE } from '@espalier/protocol'
import { startServer, type RunningServer } from '../../src/start-server.ts'
import { createApp } from '../../src/create-app.ts'
import { memoryStore } from '../../src/store/memory-store.ts'
import { systemClock } from '../../src/world/clock.ts'
import { silentLogger } from '../../src/world/logger.ts'
import { targetsOf, type OpenApi, type Target } from './document-requests.ts'

/** Requests for each operation. `HOSTILE=300 npx vitest run apps/server/test/hostile` is the whole proof. */
const REQUESTS = Number(process.env['HOSTILE'] ?? 30)

/** Far above what any answer takes on a busy machine, far below a hang. */
const PATIENCE_MS = 20_000

const errors: string[] = []
const logger = {
  info: () => {},
  error: (message: string, facts?: object) => void errors.push(`${message} ${JSON.stringify(facts)}`),
}

const { document } = createApp({
  store: memoryStore(),
  catalog: createCatalog(),
  clock: systemClock(),
  logger: silentLogger,
  hosts: { hosts: ['*'], origins: [] },
})

let server: RunningServer
let ended: readonly string[]
let samples: readonly string[]

async function send(path: string, init?: RequestInit): Promise<{ readonly response: Response; readonly text: string }> {
  const response = await fetch(server.url + path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) })
  if (response.headers.get('content-type') !== 'text/event-stream') return { response, text: await response.text() }
  // A stream of a search that does not end would never be read to its end.
  const reader = response.body!.getReader()
  const { value } = await reader.read()
  await reader.cancel()
  return { response, text: new TextDecoder().decode(value) }
}

async function create(numbers: readonly number[], trials: number, prefer = ''): Promise<string> {
  const { text } = await send('/v1/searches', {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer },
    body: JSON.stringify({ task: 'countdown', problem: { numbers, target: 24 }, model: 'uniform', budget: { trials } }),
  })
  return searchInfoSchema.parse(JSON.parse(text)).id
}

/** Two searches that have ended, and one that has not and goes on as the requests let it. */
async function target(name: string): Promise<Target> {
  const unfinished = await create([5, 6, 7, 8, 9, 10], 1_000_000)
  await send(`/v1/searches/${unfinished}/pause`, { method: 'POST' })
  const found = targetsOf(document as unknown as OpenApi, [...ended, unfinished], samples)
  return found.find((each) => each.name === name)!
}

beforeAll(async () => {
  server = await startServer({ port: 0, logger, limits: { unfinishedSearches: 60, nodes: 2_000, waitSeconds: 1 } })
  ended = [await create([4, 9, 10, 13], 20, 'wait=20'), await create([3, 8], 5, 'wait=20')]
  samples = await Promise.all(ended.map(async (id) => (await send(`/v1/searches/${id}/export`)).text))
})

afterAll(() => server.close())

const names = Object.entries((document as unknown as OpenApi).paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
)

describe(`${REQUESTS} hostile requests`, () => {
  it.each(names)(
    'to %s are answered as the document says, without a word too many',
    async (name) => {
      const { requests, statuses } = await target(name)
      const prototype = Reflect.ownKeys(Object.prototype)
      await fc.assert(
        fc.asyncProperty(requests, async ({ path, init }) => {
          const { response, text } = await send(path, init)
          const { status } = response
          // 404 and 405: a parameter may lead to another path or to none.
          expect([...statuses, 404, 405, 431], `${path} ${text.slice(0, 200)}`).toContain(status)
          if (status >= 500) expect(status, text).toBe(503)
          if (status >= 400 && status !== 431) {
            expect(response.headers.get('content-type')).toBe(PROBLEM_MEDIA_TYPE)
            const body: unknown = JSON.parse(text)
            expect(problemDetailsSchema.parse(body)).toMatchObject({ status })
            expect(text.length).toBeLessThan(16_000)
          }
          expect(text).not.toMatch(/node_modules|\.ts:\d|\n\s+at |\/(home|root|usr|work|tmp)\//)
          expect(Reflect.ownKeys(Object.prototype)).toEqual(prototype)
        }),
        { numRuns: REQUESTS },
      )
      expect(errors).toEqual([])
      expect((await send('/healthz')).response.status).toBe(200)
    },
    60_000 + REQUESTS * 1_000,
  )
})
