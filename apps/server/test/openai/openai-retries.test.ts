import { describe, expect, it } from 'vitest'
import { systemClock, type Clock } from '../../src/world/clock.ts'
import { pacedCatalog } from '../paced-model.ts'
import { openAiServer, puzzle, type WithSearch } from './openai-server.ts'

const request = { model: 'search/mcts:paced', messages: puzzle('24: 4 9 10 13'), seed: 3 }

/** The searches of a server. */
async function searchesOf(
  url: string,
): Promise<readonly { readonly id: string; readonly status: string; readonly reason: string | null }[]> {
  const { searches } = (await (await fetch(`${url}/v1/searches`)).json()) as { searches: [] }
  return searches
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
}

/** A clock whose long waits end when the test says so. */
function patientClock(): Clock & { endWaits(): void } {
  const waits = new Set<() => void>()
  const system = systemClock()
  return {
    ...system,
    after: (_ms, run) => {
      waits.add(run)
      return () => void waits.delete(run)
    },
    endWaits: () => {
      const due = new Set(waits)
      waits.clear()
      for (const run of due) run()
    },
  }
}

describe('a client that tries again', () => {
  it('finds the search of its first try, which goes on, and starts no second one', async () => {
    const paced = pacedCatalog()
    let tries = 0
    const server = await openAiServer({
      catalog: paced.catalog,
      before: (given, serve) => {
        if (!given.url.endsWith('/chat/completions') || ++tries > 1) return null
        // The server began, and then the connection was lost somewhere on the way.
        return (async () => {
          void serve(given)
          const list = new Request(new URL('/v1/searches', given.url), { headers: { host: 'localhost' } })
          const isThere = async () =>
            ((await (await serve(list.clone())).json()) as { searches: [] }).searches.length > 0
          await until(isThere)
          paced.allow(1_000_000)
          return new Response(null, { status: 503, headers: { 'retry-after-ms': '1' } })
        })()
      },
    })
    const client = server.client.withOptions({ maxRetries: 2 })
    const reply = await client.chat.completions.create(request)
    expect(tries).toBe(2)
    expect(server.requests.filter(({ path }) => path.endsWith('completions')).map(({ retry }) => retry)).toEqual([
      '0',
      '1',
    ])
    const searches = await searchesOf(server.url)
    expect(searches.map(({ id }) => id)).toEqual([(reply as typeof reply & WithSearch).x_search.id])
    expect(searches[0]!.reason).toBe('trials')
  })

  it('and calls its request by a key finds it too; with another request it is refused', async () => {
    const paced = pacedCatalog()
    paced.allow(1_000_000)
    const { client, url } = await openAiServer({ catalog: paced.catalog })
    const headers = { 'Idempotency-Key': 'k1' }
    const [first, second] = await Promise.all([1, 2].map(() => client.chat.completions.create(request, { headers })))
    expect((second as never as WithSearch).x_search.id).toBe((first as never as WithSearch).x_search.id)
    expect(await searchesOf(url)).toHaveLength(1)
    await expect(client.chat.completions.create({ ...request, seed: 4 }, { headers })).rejects.toMatchObject({
      status: 422,
      code: 'idempotency_mismatch',
    })
    const [third, fourth] = await Promise.all([1, 2].map(() => client.chat.completions.create(request)))
    expect((third as never as WithSearch).x_search.id).not.toBe((fourth as never as WithSearch).x_search.id)
  })
})

describe('a client that leaves', () => {
  for (const stream of [false, true]) {
    it(`${stream ? 'in the middle of a stream' : 'before its reply'} calls its search off, unless it comes back soon`, async () => {
      const paced = pacedCatalog()
      const clock = patientClock()
      const { client, url } = await openAiServer({ catalog: paced.catalog, clock })
      const controller = new AbortController()
      const asking = client.chat.completions.create({ ...request, stream }, { signal: controller.signal })
      const settled = asking.then(
        () => 'answered',
        () => 'called off',
      )
      await until(async () => (await searchesOf(url))[0]?.status === 'running')
      if (stream) clock.endWaits()
      if (stream) expect(await settled).toBe('answered')
      controller.abort()
      if (!stream) expect(await settled).toBe('called off')
      await until(async () => {
        clock.endWaits()
        return (await searchesOf(url))[0]!.status === 'finished'
      })
      expect((await searchesOf(url))[0]!.reason).toBe('aborted')
    })
  }
})

describe('a search that takes too long', () => {
  it('keeps its stream alive, tells how it stands to those who ask, and ends with the best that it has', async () => {
    const paced = pacedCatalog()
    const clock = patientClock()
    const { url } = await openAiServer({ catalog: paced.catalog, clock })
    const response = fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...request, stream: true, search: { progress: true } }),
    })
    await until(async () => (await searchesOf(url))[0]?.status === 'running')
    clock.endWaits()
    const reader = (await response).body!.getReader()
    const decoder = new TextDecoder()
    let text = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      text += decoder.decode(value)
      clock.endWaits()
    }
    expect(text).toContain('"role":"assistant"')
    expect(text).toMatch(/keepalive|reasoning_content/)
    expect(text).toContain('"stop_reason":"aborted"')
    expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true)
  })
})
