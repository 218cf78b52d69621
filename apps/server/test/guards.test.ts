import { describe, expect, it } from 'vitest'
import { LOOPBACK_HOSTS } from '../src/http/guards/host-guard.ts'
import { expectProblem, FOUR, testApp } from './test-app.ts'

const request = { task: 'countdown', problem: FOUR }
const PATHS = ['/', '/v1/searches', '/v1/searches/srch_1/events', '/healthz', '/docs', '/nowhere']

describe('a request under another name', () => {
  it.each([
    ['localhost', true],
    ['localhost:4100', true],
    ['LocalHost:1', true],
    ['127.0.0.1:4100', true],
    ['[::1]:4100', true],
    ['evil.example', false],
    ['evil.example:4100', false],
    ['localhost.evil.example', false],
    ['127.0.0.1.nip.io', false],
    ['127.0.0.2', false],
    ['0.0.0.0:4100', false],
    ['localhost@evil.example', false],
    ['localhost:4100:80', false],
    ['', false],
  ])('Host %s: taken: %s', async (host, isTaken) => {
    const { fetch } = await testApp()
    for (const path of PATHS) {
      const response = await fetch(path, { headers: { host } })
      if (isTaken) expect(response.status).not.toBe(403)
      else await expectProblem(response, 'forbidden-host')
    }
  })
})

describe('a request from a page', () => {
  it.each([
    [{ origin: 'http://localhost' }, true],
    [{ origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ origin: 'null' }, false],
    [{ origin: 'http://evil.example' }, false],
    [{ origin: 'https://localhost' }, false],
    [{ origin: 'http://localhost:5173' }, false],
    [{ origin: '' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
  ])('%j: taken: %s', async (headers, isTaken) => {
    const { post } = await testApp()
    const response = await post('/v1/searches', request, headers)
    if (isTaken) expect(response.status).toBe(202)
    else await expectProblem(response, 'forbidden-origin')
  })

  it('of an origin that was named is taken, and told that it may', async () => {
    const page = 'http://localhost:5173'
    const { fetch, post } = await testApp({ hosts: { hosts: LOOPBACK_HOSTS, origins: [page] } })
    const ahead = await fetch('/v1/searches', {
      method: 'OPTIONS',
      headers: {
        origin: page,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    })
    expect(ahead.status).toBe(204)
    expect(ahead.headers.get('access-control-allow-origin')).toBe(page)
    const response = await post('/v1/searches', request, { origin: page, 'sec-fetch-site': 'same-site' })
    expect(response.status).toBe(202)
    expect(response.headers.get('access-control-allow-origin')).toBe(page)
    await expectProblem(post('/v1/searches', request, { origin: 'http://localhost:9' }), 'forbidden-origin')
  })

  it('as a form would send it is no JSON', async () => {
    const { fetch } = await testApp()
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      const init = { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(request) }
      await expectProblem(fetch('/v1/searches', init), 'unsupported-media-type')
    }
    await expectProblem(fetch('/v1/searches', { method: 'POST' }), 'unsupported-media-type')
  })
})

describe('a server with a key', () => {
  it('asks for it everywhere but where nothing is told', async () => {
    const { get, fetch } = await testApp({ apiKey: 'secret' })
    for (const path of ['/v1/searches', '/v1/searches/srch_1/events', '/v1/models', '/metrics', '/v1/nowhere']) {
      for (const authorization of ['', 'Bearer', 'Bearer wrong', 'Bearer secret2', 'Basic secret', 'Bearer secret x']) {
        const response = await fetch(path, { headers: authorization === '' ? {} : { authorization } })
        expect(response.headers.get('www-authenticate')).toBe('Bearer')
        await expectProblem(response, 'unauthorized')
      }
      expect((await fetch(path, { headers: { authorization: 'Bearer secret' } })).status).not.toBe(401)
    }
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/docs', '/'])
      expect((await get(path)).status).toBe(200)
  })
})

describe('a request beyond the limits', () => {
  it('has too long a URL', async () => {
    const { get } = await testApp()
    await expectProblem(get(`/v1/searches?cursor=${'a'.repeat(5000)}`), 'uri-too-long')
  })

  it('has too long a body, said or not', async () => {
    const { post, fetch } = await testApp({ limits: { bodyBytes: 500 } })
    await expectProblem(post('/v1/searches', { ...request, name: 'x'.repeat(600) }), 'too-large')
    await expectProblem(
      fetch('/v1/searches', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': '9999999' },
        body: '{}',
      }),
      'too-large',
    )
  })

  it.each([32, 100_000])('is nested %d deep', async (depth) => {
    const { post } = await testApp()
    const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`
    const { detail } = await expectProblem(
      post('/v1/searches', `{"task":"countdown","problem":${nested}}`),
      'invalid-request',
    )
    expect(detail).toContain('nested deeper than 32')
  })

  it('is no JSON, or no text', async () => {
    const { post, fetch } = await testApp()
    for (const body of ['', '{', 'NaN', "{'a':1}", '{"a":1,}', '\u{feff}{}', '[1e400']) {
      await expectProblem(post('/v1/searches', body), 'invalid-request')
    }
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: new Uint8Array([0xc3, 0x28]) }
    await expectProblem(fetch('/v1/searches', init), 'invalid-request')
  })

  it('comes back shortened, never whole', async () => {
    const { post } = await testApp()
    const response = await post('/v1/searches', { task: 'x'.repeat(100_000), problem: {} })
    expect((await response.text()).length).toBeLessThan(1500)
    const other = await post('/v1/searches', { ...request, model: 'y'.repeat(60) })
    expect((await other.text()).length).toBeLessThan(1500)
  })
})

it('tells browsers on every response what it may do there', async () => {
  const { fetch } = await testApp()
  for (const path of PATHS) {
    for (const headers of [{}, { host: 'evil.example' }]) {
      const response = await fetch(path, { headers })
      expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
      expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
      expect(response.headers.get('x-powered-by')).toBeNull()
    }
  }
})
