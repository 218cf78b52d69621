import { problemDetails } from '@espalier/protocol'
import { describe, expect, it } from 'vitest'
import type { FetchInit, FetchResponse } from './fetch.ts'
import { httpTransport, type HttpTransportOptions } from './http-transport.ts'

interface Sent {
  readonly url: string
  readonly init: FetchInit
}

/** A transport whose requests are answered by `answer` and written down; waiting takes no time. */
function recorded(answer: (sent: Sent, attempt: number) => FetchResponse, more: Partial<HttpTransportOptions> = {}) {
  const sent: Sent[] = []
  const waits: number[] = []
  const transport = httpTransport({
    baseUrl: 'http://127.0.0.1:8080/',
    fetch: (url, init) => {
      sent.push({ url, init })
      return Promise.resolve().then(() => answer({ url, init }, sent.length))
    },
    delay: (ms) => {
      waits.push(ms)
      return Promise.resolve()
    },
    random: () => 0,
    ...more,
  })
  return { transport, sent, waits }
}

const json = (value: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(value), { status, headers })

describe('searches over HTTP', () => {
  it('asks at the right place, with the key and the headers of a request', async () => {
    const { transport, sent } = recorded(() => json({}), { apiKey: 'secret' })
    const request = { task: 'countdown', problem: {} }
    await transport.create(request, { idempotencyKey: 'k', waitSeconds: 1.5 })
    await transport.list({ cursor: 'a b', limit: 7 })
    await transport.cancel('x/y')
    await transport.steer('s', { actions: [{ type: 'focus', node: 0 }] })
    await transport.candidates('s', 3)
    expect(sent.map(({ url, init }) => `${init.method} ${url.slice('http://127.0.0.1:8080'.length)}`)).toEqual([
      'POST /v1/searches',
      'GET /v1/searches?cursor=a%20b&limit=7',
      'DELETE /v1/searches/x%2Fy',
      'POST /v1/searches/s/steer',
      'GET /v1/searches/s/nodes/3/candidates',
    ])
    expect(sent[0]!.init).toMatchObject({
      body: JSON.stringify(request),
      headers: {
        authorization: 'Bearer secret',
        'content-type': 'application/json',
        'idempotency-key': 'k',
        prefer: 'wait=2',
      },
    })
    expect(sent[1]!.init).not.toHaveProperty('body')
    // A page that is closed must still be able to end a search.
    expect(sent.map(({ init }) => init.keepalive === true)).toEqual([false, false, true, false, false])
  })

  it('says what a refusal says', async () => {
    const problem = problemDetails('invalid-request', {
      detail: 'seed: too small',
      errors: [{ pointer: '/seed', message: 'too small' }],
    })
    const { transport, sent } = recorded(() => json(problem, 400))
    await expect(transport.get('s')).rejects.toMatchObject({
      name: 'ClientError',
      code: 'invalid-request',
      status: 400,
      message: 'seed: too small',
      retryable: false,
      problem,
    })
    expect(sent).toHaveLength(1)
  })

  it('tries again what may be sent twice, as late as it is asked to', async () => {
    const busy = (attempt: number) =>
      attempt < 3 ? json(problemDetails('overloaded'), 503, { 'retry-after': '5' }) : json({ id: 's' })
    const { transport, sent, waits } = recorded((_, attempt) => busy(attempt))
    expect(await transport.get('s')).toEqual({ id: 's' })
    expect(sent).toHaveLength(3)
    expect(waits).toEqual([5000, 5000])
    const keyed = recorded((_, attempt) => busy(attempt))
    await keyed.transport.create({ task: 't', problem: 1 }, { idempotencyKey: 'k' })
    expect(keyed.sent).toHaveLength(3)
    const lost = recorded(() => {
      throw new TypeError('fetch failed')
    })
    await expect(lost.transport.get('s')).rejects.toMatchObject({ code: 'unreachable', status: null, retryable: true })
    expect(lost.sent).toHaveLength(3)
  })

  it('never sends twice what would be done twice', async () => {
    const { transport, sent } = recorded(() => json(problemDetails('overloaded'), 503))
    await expect(transport.create({ task: 't', problem: 1 })).rejects.toMatchObject({ code: 'overloaded' })
    await expect(transport.extend('s', { trials: 1 })).rejects.toMatchObject({ code: 'overloaded' })
    expect(sent).toHaveLength(2)
  })

  it('knows an answer that is none of this protocol', async () => {
    const page = recorded(() => new Response('<html>Bad gateway</html>', { status: 502 }))
    await expect(page.transport.get('s')).rejects.toMatchObject({
      code: 'invalid-response',
      status: 502,
      retryable: true,
    })
    expect(page.sent).toHaveLength(3)
    const text = recorded(() => new Response('fine', { status: 200 }))
    await expect(text.transport.get('s')).rejects.toMatchObject({ code: 'invalid-response', retryable: false })
    expect(text.sent).toHaveLength(1)
  })

  it('asks for events behind the last one had, and takes 204 for the end', async () => {
    const { transport, sent } = recorded(() => new Response(null, { status: 204 }))
    for await (const batch of transport.events('s', { after: 41 })) expect(batch).toBe('nothing')
    for await (const batch of transport.events('s')) expect(batch).toBe('nothing')
    expect(sent.map(({ url }) => url.split('/v1/')[1])).toEqual(['searches/s/events?after=41', 'searches/s/events'])
    expect(sent[0]!.init.headers['accept']).toBe('text/event-stream')
  })
})
