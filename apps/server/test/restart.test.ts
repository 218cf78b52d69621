import { describe, expect, it } from 'vitest'
import type { Envelope, Json, SearchEvent } from '@espalier/core'
import { memoryStore } from '../src/store/memory-store.ts'
import type { SearchStore } from '../src/store/search-store.ts'
import { pacedCatalog } from './paced-model.ts'
import { isOver, testApp } from './test-app.ts'

/** A store whose searches another server process left, and that goes on living when a server is done with it. */
function lasting(): SearchStore {
  return { ...memoryStore(), close: () => Promise.resolve() }
}

const eventsOf = async (store: SearchStore, id: string): Promise<readonly SearchEvent[]> =>
  (await store.read(id, 0, 1e6)).map(({ event }) => event)

const actionsOf = async (store: SearchStore, id: string): Promise<readonly string[]> =>
  (await eventsOf(store, id)).flatMap((event) => (event.type === 'steer' ? [`${event.by} ${event.action.type}`] : []))

/** What a server keeps of a search that has done nine trials and is then changed and suspended. */
async function left(
  change: (path: string, post: (path: string, body?: unknown) => Promise<Response>) => Promise<void>,
) {
  const store = lasting()
  const { catalog, allow } = pacedCatalog()
  const server = await testApp({ catalog, store })
  const { id } = await server.create({ budget: { trials: 40 } })
  allow(9)
  await server.until(id, ({ trials }) => trials === 10)
  await change(`/v1/searches/${id}`, server.post)
  await server.stop()
  return { store, id }
}

/** Changes what is kept of a search beside its log, as an older server or a crash would have left it. */
async function rewrite(store: SearchStore, id: string, change: Readonly<Record<string, Json>>): Promise<void> {
  await store.setControl(id, { ...(await store.get(id))!.control, ...change })
}

describe('a paused search', () => {
  it('is still paused after a restart, with one pause in its log, and one resume when it goes on', async () => {
    const { store, id } = await left(async (path, post) => void (await post(`${path}/pause?by=ada`)))
    const { post, info, until } = await testApp({ store, catalog: goingOn() })
    expect(await info(id)).toMatchObject({ status: 'paused' })
    await post(`/v1/searches/${id}/pause`)
    expect(await actionsOf(store, id)).toEqual(['ada pause'])
    await post(`/v1/searches/${id}/resume`)
    expect(await until(id, isOver)).toMatchObject({ reason: 'trials', trials: 40 })
    expect(await actionsOf(store, id)).toEqual(['ada pause', 'user resume'])
  })

  it('is paused as its log says, if the server died before it had written that down', async () => {
    const { store, id } = await left(async (path, post) => void (await post(`${path}/pause`)))
    await rewrite(store, id, { paused: false })
    const { get, create, info, post, until } = await testApp({
      store,
      catalog: goingOn(),
      limits: { runningSearches: 1 },
    })
    // It takes nobody's place: another one works.
    const other = await create({ budget: { trials: 3 } })
    expect(await until(other.id, isOver)).toMatchObject({ trials: 3 })
    expect(await info(id)).toMatchObject({ status: 'paused', trials: 10 })
    expect((await get(`/v1/searches/${id}/nodes/0`)).status).toBe(200)
    await post(`/v1/searches/${id}/resume`)
    expect(await until(id, isOver)).toMatchObject({ reason: 'trials', trials: 40 })
    expect(await actionsOf(store, id)).toEqual(['user pause', 'user resume'])
  })

  it('that an older server left without a pause in its log gets one when it is needed', async () => {
    const { store, id } = await left(async () => {})
    await rewrite(store, id, { paused: true })
    const { info, post, until } = await testApp({ store, catalog: goingOn() })
    expect(await info(id)).toMatchObject({ status: 'paused' })
    expect(await actionsOf(store, id)).toEqual([])
    await post(`/v1/searches/${id}/resume`)
    expect(await until(id, isOver)).toMatchObject({ reason: 'trials' })
    expect(await actionsOf(store, id)).toEqual(['user pause', 'user resume'])
  })

  it('that waits for its turn is woken to say so, and has handed out nothing', async () => {
    const store = lasting()
    const { create, post, info } = await testApp({
      store,
      catalog: pacedCatalog().catalog,
      limits: { runningSearches: 1 },
    })
    await create()
    const { id } = await create()
    expect((await info(id)).status).toBe('queued')
    await post(`/v1/searches/${id}/pause`)
    expect((await eventsOf(store, id)).map(({ type }) => type)).toEqual(['search-start', 'steer'])
    await post(`/v1/searches/${id}/resume`)
    expect((await info(id)).status).toBe('queued')
    expect(await actionsOf(store, id)).toEqual(['user pause', 'user resume'])
  })
})

describe('a search that somebody cancelled', () => {
  it('ends with the next server, if this one died before the end was written', async () => {
    const { store, id } = await left(async (path, post) => void (await post(`${path}/pause`)))
    const at = (await store.get(id))!.events
    const cancel: Envelope = { at: 0, event: { seq: at, type: 'steer', by: 'ada', action: { type: 'cancel' } } }
    await rewrite(store, id, { paused: false })
    await store.append(id, [cancel])
    const { until } = await testApp({ store, catalog: goingOn() })
    expect(await until(id, isOver)).toMatchObject({ status: 'finished', reason: 'aborted' })
  })
})

describe('a search that was extended', () => {
  it('has more of its budget after a restart too, and its log says so', async () => {
    const { store, id } = await left(
      async (path, post) => void (await post(`${path}/extend`, { trials: 5, by: 'ada' })),
    )
    const { info, until } = await testApp({ store, catalog: goingOn() })
    expect(await until(id, isOver)).toMatchObject({ trials: 45, budget: { trials: 45 } })
    expect(await actionsOf(store, id)).toEqual(['ada extend'])
    // The same when nothing is left of it but its log.
    await rewrite(store, id, { summary: null })
    expect(await info(id)).toMatchObject({ trials: 45, budget: { trials: 45 }, spec: { budget: { trials: 40 } } })
  })

  it('by an older server, which wrote its whole budget down beside its log, has that and what it is given now', async () => {
    const { store, id } = await left(async () => {})
    await rewrite(store, id, { budget: { trials: 44, nodes: 200_000 } })
    const { info, post, until } = await testApp({ store, catalog: goingOn() })
    expect((await info(id)).budget).toEqual({ trials: 44, nodes: 200_000 })
    await post(`/v1/searches/${id}/pause`)
    expect((await info(id)).budget).toEqual({ trials: 44, nodes: 200_000 })
    await post(`/v1/searches/${id}/extend`, { trials: 3 })
    await post(`/v1/searches/${id}/resume`)
    expect(await until(id, isOver)).toMatchObject({ trials: 47, budget: { trials: 47 } })
  })
})

/** The same model, which is let work now. */
function goingOn() {
  const { catalog, allow } = pacedCatalog()
  allow(1e6)
  return catalog
}
