import { describe, expect, it } from 'vitest'
import { foldEvents } from '@espalier/core'
import { openDiskStore } from '../src/store/disk/disk-store.ts'
import { pacedCatalog } from './paced-model.ts'
import { temporaryDirectory } from './temporary-directory.ts'
import { expectProblem, isOver, searchOf, testApp } from './test-app.ts'

describe('POST /v1/searches/{id}/fork', () => {
  it('begins another search and says where it is', async () => {
    const { create, post, until } = await testApp()
    const { id } = await create({ budget: { trials: 10 } })
    await until(id, isOver)
    const response = await post(`/v1/searches/${id}/fork`, { budget: { trials: 20 } }, { 'idempotency-key': 'k' })
    expect(response.status).toBe(202)
    const fork = await searchOf(response)
    expect(response.headers.get('location')).toBe(`/v1/searches/${fork.id}`)
    expect(fork).toMatchObject({ forkedFrom: { id }, budget: { trials: 20, nodes: 200_000 } })
    const again = await post(`/v1/searches/${id}/fork`, { budget: { trials: 20 } }, { 'idempotency-key': 'k' })
    expect(again.status).toBe(200)
    expect((await searchOf(again)).id).toBe(fork.id)
    expect(await until(fork.id, isOver)).toMatchObject({ reason: 'trials', trials: 20 })
  })

  it('keeps to the limits of the server', async () => {
    const { catalog } = pacedCatalog()
    const { create, post } = await testApp({ catalog, limits: { unfinishedSearches: 2, nodes: 5000 } })
    const { id } = await create()
    const path = `/v1/searches/${id}/fork`
    const { errors } = await expectProblem(post(path, { budget: { nodes: 5001 } }), 'invalid-request')
    expect(errors?.[0]?.pointer).toBe('/budget/nodes')
    await expectProblem(post(path, { budget: { trials: 1 }, more: 1 }), 'invalid-request')
    expect((await searchOf(await post(path, {}))).budget).toMatchObject({ nodes: 5000 })
    await expectProblem(post(path, {}), 'overloaded')
  })

  it('has a whole log on disk from the beginning, which another process goes on from', async () => {
    const directory = temporaryDirectory()
    const { catalog, allow } = pacedCatalog()
    const first = await testApp({ catalog, store: openDiskStore(directory) })
    const { id } = await first.create({ budget: { trials: 40 }, name: 'first' })
    allow(9)
    await first.until(id, ({ trials }) => trials === 10)
    const fork = await searchOf(await first.post(`/v1/searches/${id}/fork`, { name: 'second', seed: 3 }))
    await first.stop()
    await first.store.close()

    const store = openDiskStore(directory)
    const { at } = fork.forkedFrom!
    expect(await store.get(fork.id)).toMatchObject({ header: { forkedFrom: { id, at } } })
    expect((await store.read(fork.id, 0, at)).map(({ event }) => event)).toEqual(
      (await store.read(id, 0, at)).map(({ event }) => event),
    )
    allow(1000)
    const second = await testApp({ catalog, store })
    for (const each of [id, fork.id])
      expect(await second.until(each, isOver)).toMatchObject({ reason: 'trials', trials: 40 })
    expect(await second.info(fork.id)).toMatchObject({ spec: { name: 'second' }, forkedFrom: { id, at } })
    const fold = foldEvents((await store.read(fork.id, 0, 1e6)).map(({ event }) => event))
    expect(fold.start).toMatchObject({ search: 'first' })
    expect(fold.steering.seed).toBe(3)
  })
})
