import { describe, expect, it } from 'vitest'
import { searchPageSchema, validationSchema } from '@espalier/protocol'
import { pacedCatalog } from './paced-model.ts'
import { expectProblem, FOUR, isOver, searchOf, testApp } from './test-app.ts'

const request = { task: 'countdown', problem: FOUR }

describe('POST /v1/searches', () => {
  it('starts a search and says where it is', async () => {
    const { post, until } = await testApp()
    const response = await post('/v1/searches', { ...request, budget: { trials: 30 }, name: 'mine', seed: 7 })
    expect(response.status).toBe(202)
    const search = await searchOf(response)
    expect(response.headers.get('location')).toBe(`/v1/searches/${search.id}`)
    expect(search).toMatchObject({
      label: '4 9 10 13 → 24',
      imported: false,
      spec: { name: 'mine', seed: 7, model: 'uniform', algorithm: { name: 'mcts' }, concurrency: 1 },
      budget: { trials: 30, nodes: 200_000 },
    })
    expect(await until(search.id, isOver)).toMatchObject({ status: 'finished', reason: 'trials', trials: 30 })
  })

  it('waits for the end as long as it is asked to', async () => {
    const { post } = await testApp()
    const done = await post('/v1/searches', { ...request, budget: { trials: 5 } }, { prefer: 'respond-async, wait=20' })
    expect(done.status).toBe(200)
    expect(done.headers.get('preference-applied')).toBe('wait=20')
    expect(await searchOf(done)).toMatchObject({ status: 'finished', reason: 'trials' })
  })

  it('gives one search for one idempotency key, and refuses the key with another request', async () => {
    const { post, get } = await testApp()
    const key = { 'idempotency-key': 'abc' }
    const [a, b] = await Promise.all([post('/v1/searches', request, key), post('/v1/searches', request, key)])
    expect([a.status, b.status].sort((x, y) => x - y)).toEqual([200, 202])
    const { id } = await searchOf(a)
    expect((await searchOf(b)).id).toBe(id)
    // The same request with its defaults written out is the same request.
    expect((await searchOf(await post('/v1/searches', { ...request, seed: 0 }, key))).id).toBe(id)
    await expectProblem(post('/v1/searches', { ...request, seed: 1 }, key), 'idempotency-mismatch')
    expect(searchPageSchema.parse(await (await get('/v1/searches')).json()).searches).toHaveLength(1)
  })

  it('has no room for more unfinished searches than its limit, but answers for those it has', async () => {
    const { catalog } = pacedCatalog()
    const { post, create, fetch } = await testApp({ catalog, limits: { unfinishedSearches: 2, runningSearches: 1 } })
    const first = await create({}, { 'idempotency-key': 'one' })
    const second = await create()
    expect([first.status, second.status]).toEqual(['running', 'queued'])
    const refused = await post('/v1/searches', request)
    expect(refused.headers.get('retry-after')).toBe('2')
    await expectProblem(refused, 'overloaded')
    expect((await create({}, { 'idempotency-key': 'one' })).id).toBe(first.id)
    await searchOf(await fetch(`/v1/searches/${second.id}`, { method: 'DELETE' }))
    await create()
  })

  it.each([
    [{ problem: FOUR }, '/task'],
    [{ task: 'chess', problem: FOUR }, '/task'],
    [{ ...request, model: 'gpt' }, '/model'],
    [{ ...request, problem: { numbers: [1, 2.5] } }, '/problem/numbers/1'],
    [{ ...request, algorithm: { name: 'mcts', options: { c: -1 } } }, '/algorithm'],
    [{ ...request, algorithm: { name: 'mcts', options: { c: 'x' } } }, '/algorithm'],
    [{ ...request, budget: { trials: 0 } }, '/budget/trials'],
    [{ ...request, budget: { nodes: 5_000_000 } }, '/budget/nodes'],
    [{ ...request, concurrency: 65 }, '/concurrency'],
    [{ ...request, seed: -1 }, '/seed'],
    [{ ...request, status: 'finished' }, ''],
    [[], ''],
    ['3', ''],
  ])('refuses %j and points at the fault', async (body, pointer) => {
    const { post, get } = await testApp()
    for (const path of ['/v1/searches', '/v1/searches/validate']) {
      const { errors } = await expectProblem(post(path, body), 'invalid-request')
      expect(errors?.[0]?.pointer).toBe(pointer)
    }
    expect(await (await get('/v1/searches')).json()).toEqual({ searches: [], nextCursor: null })
  })
})

it('POST /v1/searches/validate says what would be run and starts nothing', async () => {
  const { post, get } = await testApp()
  const body: unknown = await (
    await post('/v1/searches/validate', { task: 'countdown', problem: { numbers: [1, 2] } })
  ).json()
  expect(validationSchema.parse(body)).toEqual(body)
  expect(body).toMatchObject({
    label: '1 2 → 24',
    spec: { problem: { numbers: [1, 2], target: 24 }, model: 'uniform' },
  })
  expect(await (await get('/v1/searches')).json()).toMatchObject({ searches: [] })
})

describe('GET /v1/searches', () => {
  it('lists the newest first, page by page', async () => {
    const { create, get } = await testApp()
    const ids: string[] = []
    for (let i = 0; i < 5; i++) ids.push((await create({ seed: i, budget: { trials: 1 } })).id)
    const seen: string[] = []
    for (let cursor = ''; ;) {
      const page = searchPageSchema.parse(await (await get(`/v1/searches?limit=2${cursor}`)).json())
      seen.push(...page.searches.map(({ id }) => id))
      if (page.nextCursor === null) break
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
    }
    expect(seen).toEqual(ids.toReversed())
  })

  it.each(['limit=0', 'limit=201', 'limit=x', 'limit=1e2', 'cursor=abc', 'cursor=%00', 'cursor=srch_1.00000000'])(
    'refuses ?%s',
    async (query) => {
      const { get } = await testApp()
      await expectProblem(get(`/v1/searches?${query}`), 'invalid-request')
    },
  )
})

it.each(['', '/events', '/tree', '/nodes/0', '/nodes/0/candidates', '/path/0', '/result', '/export'])(
  'GET /v1/searches/{id}%s of no search is a 404',
  async (rest) => {
    const { get } = await testApp()
    for (const id of ['srch_none', 'a%2Fb', '..%2f..%2fetc', '%00']) {
      await expectProblem(get(`/v1/searches/${id}${rest}`), 'not-found')
    }
  },
)
