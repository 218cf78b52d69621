import { describe, expect, it } from 'vitest'
import { nodeDetailSchema } from '@espalier/protocol'
import { pacedCatalog } from './paced-model.ts'
import { expectProblem, isOver, searchOf, testApp } from './test-app.ts'

async function running(trials = 3) {
  const { catalog, allow } = pacedCatalog()
  const server = await testApp({ catalog })
  const { id } = await server.create({ budget: { trials: 40 } })
  allow(trials)
  await server.until(id, (search) => search.trials === trials + 1)
  const path = `/v1/searches/${id}`
  return { ...server, id, path, allow }
}

describe('a running search', () => {
  it('is held back before its next trial, and goes on', async () => {
    const { post, path, id, allow, info, until } = await running()
    expect(await searchOf(await post(`${path}/pause`))).toMatchObject({ status: 'paused' })
    expect(await searchOf(await post(`${path}/pause`))).toMatchObject({ status: 'paused' })
    const { events } = await info(id)
    allow(100)
    // The trial that was under way comes back; no other is handed out.
    await until(id, (search) => search.events > events)
    for (let i = 0; i < 20; i++) expect(await info(id)).toMatchObject({ status: 'paused', trials: 4 })
    expect(await searchOf(await post(`${path}/resume`))).toMatchObject({ status: 'running' })
    expect(await until(id, isOver)).toMatchObject({ status: 'finished', reason: 'trials', trials: 40 })
  })

  it('is ended with its best answer so far, once', async () => {
    const { fetch, path } = await running()
    const ended = await searchOf(await fetch(path, { method: 'DELETE' }))
    expect(ended).toMatchObject({ status: 'finished', reason: 'aborted', failures: 1 })
    expect(await searchOf(await fetch(path, { method: 'DELETE' }))).toEqual(ended)
  })

  it('gets more of its budget', async () => {
    const { post, path, id, allow, until } = await running()
    expect(await searchOf(await post(`${path}/extend`, { trials: 5, tokens: 9 }))).toMatchObject({
      budget: { trials: 45, nodes: 200_000 },
      spec: { budget: { trials: 40 } },
    })
    allow(100)
    expect(await until(id, isOver)).toMatchObject({ trials: 45 })
  })

  it.each([{}, { trials: 0 }, { trials: -1 }, { value: 1 }, { nodes: 1 }, { trials: 1, more: 1 }])(
    'is not extended by %j',
    async (more) => {
      const { post, path, info, id } = await running()
      const before = await info(id)
      await expectProblem(post(`${path}/extend`, more), 'invalid-request')
      expect((await info(id)).budget).toEqual(before.budget)
    },
  )

  it('is steered by all of the actions or none', async () => {
    const { post, path, get, info, id, store } = await running(9)
    const steer = (actions: readonly unknown[], by?: string) =>
      post(`${path}/steer`, { actions, ...(by ? { by } : {}) })
    const flags = async (node: number) =>
      nodeDetailSchema.parse(await (await get(`${path}/nodes/${node}`)).json()).flags
    const before = await info(id)
    const { errors } = await expectProblem(
      steer([
        { type: 'avoid', node: 1 },
        { type: 'avoid', node: 9999 },
      ]),
      'invalid-request',
    )
    expect(errors?.[0]?.pointer).toBe('/actions/1')
    expect(await flags(1)).not.toContain('pruned')
    const { events } = (await (
      await steer(
        [
          { type: 'avoid', node: 1 },
          { type: 'focus', node: 2 },
        ],
        'me',
      )
    ).json()) as {
      readonly events: number
    }
    expect(await flags(1)).toContain('pruned')
    expect(events).toBeGreaterThan(before.events)
    const added = await store.read(id, before.events, events - before.events)
    expect(added.map(({ event }) => event)).toMatchObject([
      { type: 'steer', by: 'me', action: { type: 'avoid', node: 1 } },
      { type: 'node-close', node: 1, cause: 'pruned' },
      { type: 'steer', by: 'me', action: { type: 'focus', node: 2 } },
    ])
    for (const wrong of [[], [{ type: 'explode', node: 1 }], [{ type: 'avoid', node: -1 }]]) {
      await expectProblem(steer(wrong), 'invalid-request')
    }
  })
})

describe('an ended search', () => {
  it('is not changed any more', async () => {
    const { create, post, until } = await testApp()
    const { id } = await create({ budget: { trials: 2 } })
    const before = await until(id, isOver)
    const path = `/v1/searches/${id}`
    await expectProblem(post(`${path}/pause`), 'search-ended')
    await expectProblem(post(`${path}/resume`), 'search-ended')
    await expectProblem(post(`${path}/extend`, { trials: 1 }), 'search-ended')
    await expectProblem(post(`${path}/steer`, { actions: [{ type: 'avoid', node: 0 }] }), 'search-ended')
    expect(await until(id, isOver)).toEqual(before)
  })

  it.each(['pause', 'resume'])('%s of no search is a 404', async (what) => {
    const { post } = await testApp()
    await expectProblem(post(`/v1/searches/srch_none/${what}`), 'not-found')
  })
})

it('works at no more searches at once than its limit, and a paused one makes room', async () => {
  const { catalog, allow } = pacedCatalog()
  const { create, info, post, until } = await testApp({ catalog, limits: { runningSearches: 1 } })
  const [first, second] = [await create(), await create()]
  expect((await info(second.id)).status).toBe('queued')
  await post(`/v1/searches/${first.id}/pause`)
  expect((await info(second.id)).status).toBe('running')
  await post(`/v1/searches/${first.id}/resume`)
  expect((await info(first.id)).status).toBe('queued')
  allow(1000)
  for (const { id } of [first, second]) expect(await until(id, isOver)).toMatchObject({ status: 'finished' })
})
