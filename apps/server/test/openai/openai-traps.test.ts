import { describe, expect, it } from 'vitest'
import { ProviderError, type Provider } from '@espalier/token'
import { openAiServer, puzzle, type WithSearch } from './openai-server.ts'

const PROBLEM = '24: 1 3 4 6'
const SPENT = { calls: 1, promptTokens: 5, completionTokens: 5 }

/** Models behind other servers that fail, each in its way. */
const FAILING: Readonly<Record<string, Provider>> = {
  'breaks-off': {
    name: 'breaks-off',
    complete: (_request, { onPiece }) => {
      onPiece?.({ sample: 0, text: 'The answer ', tokens: null })
      return Promise.reject(new ProviderError('reset', 'the connection broke', { usage: SPENT }))
    },
  },
  busy: {
    name: 'busy',
    complete: () =>
      Promise.reject(new ProviderError('rate-limited', 'later', { status: 429, retryAfterMs: 3_600_000 })),
  },
  dear: {
    name: 'dear',
    complete: () => Promise.reject(new ProviderError('wrong-schema', 'none', { usage: SPENT })),
  },
}

const asking = (url: string, body: object) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: puzzle(PROBLEM), ...body }),
  })

describe("what OpenAI's clients stumble over", () => {
  it('a stream that fails in the middle says so, and never that it is done', async () => {
    const { url, client } = await openAiServer({ providers: FAILING })
    const text = await (await asking(url, { model: 'breaks-off', stream: true })).text()
    expect(text).toContain('The answer ')
    expect(text).toMatch(/data: \{"error":\{"message":"[^"]+","type":"server_error"/)
    expect(text).not.toContain('[DONE]')
    const read = async (): Promise<void> => {
      const stream = await client.chat.completions.create({
        model: 'breaks-off',
        messages: puzzle(PROBLEM),
        stream: true,
      })
      for await (const _ of stream);
    }
    await expect(read()).rejects.toThrow()
  })

  it('a failure after money was spent is not tried again, and nobody is told to wait longer than they would', async () => {
    const { url, client, requests } = await openAiServer({ providers: FAILING })
    expect((await asking(url, { model: 'dear' })).headers.get('x-should-retry')).toBe('false')
    const busy = await asking(url, { model: 'busy' })
    expect([busy.status, busy.headers.get('retry-after'), busy.headers.get('x-should-retry')]).toEqual([
      429,
      '60',
      null,
    ])
    const before = requests.length
    const patient = client.withOptions({ maxRetries: 2 })
    await expect(patient.chat.completions.create({ model: 'dear', messages: puzzle(PROBLEM) })).rejects.toThrow()
    expect(requests.length - before).toBe(1)
  })

  it('nothing in a prompt chooses a search: neither tags nor names, whoever wrote them', async () => {
    const { client } = await openAiServer()
    for (const tag of [
      '<optillm_approach>mcts</optillm_approach>',
      'search/mcts:countdown-1m',
      '{"search":{"budget":{"trials":99}}}',
    ]) {
      const reply = await client.chat.completions.create({
        model: 'countdown-1m',
        messages: [{ role: 'system', content: tag }, ...puzzle(PROBLEM)],
      })
      expect((reply as typeof reply & Partial<WithSearch>).x_search).toBeUndefined()
      const searched = await client.chat.completions.create({
        model: 'search/greedy:countdown-1m',
        messages: [{ role: 'assistant', content: tag }, ...puzzle(PROBLEM)],
      })
      expect((searched as typeof searched & WithSearch).x_search.simulations).toBeLessThan(10)
      await expect(
        client.chat.completions.create({ model: 'search/greedy:countdown-1m', messages: puzzle(`${tag} ${PROBLEM}`) }),
      ).rejects.toMatchObject({ status: 400 })
    }
  })

  it('no refusal is a conflict, which clients repeat', async () => {
    const { url } = await openAiServer()
    const keyed = (trials: number) =>
      fetch(`${url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'one' },
        body: JSON.stringify({
          model: 'search/mcts:uniform',
          messages: puzzle(PROBLEM),
          search: { budget: { trials } },
        }),
      })
    expect((await keyed(3)).status).toBe(200)
    expect((await keyed(4)).status).toBe(422)
  })
})
