import { describe, expect, it } from 'vitest'
import { foldEvents } from '@espalier/core'
import {
  candidatePageSchema,
  candidatesOf,
  decodeSnapshot,
  hashTree,
  nodeDetail,
  nodeDetailSchema,
  nodePageSchema,
  pathDetails,
  searchAccountSchema,
} from '@espalier/protocol'
import { memoryStore } from '../src/store/memory-store.ts'
import { pacedCatalog } from './paced-model.ts'
import { expectProblem, isOver, testApp } from './test-app.ts'

async function ended() {
  const server = await testApp()
  const { id } = await server.create({ budget: { trials: 80 }, algorithm: { name: 'uct' } })
  await server.until(id, isOver)
  const log = await server.store.read(id, 0, 1e6)
  const path = `/v1/searches/${id}`
  const json = async (rest: string): Promise<unknown> => (await server.get(path + rest)).json()
  return { ...server, id, path, json, fold: foldEvents(log.map(({ event }) => event)) }
}

describe('the tree of a search', () => {
  it('is at hand when the search ends or is imported: nobody waits for its log to be read again', async () => {
    const store = memoryStore()
    let reads = 0
    const counted = { ...store, read: (...args: Parameters<typeof store.read>) => (reads++, store.read(...args)) }
    const { create, until, get, fetch } = await testApp({ store: counted })
    const { id } = await create({ budget: { trials: 30 } })
    await until(id, isOver)
    const file = await (await get(`/v1/searches/${id}/export`)).text()
    reads = 0
    const first = await (await get(`/v1/searches/${id}/tree`)).arrayBuffer()
    expect(await (await get(`/v1/searches/${id}/tree`)).arrayBuffer()).toEqual(first)
    const imported = await fetch('/v1/imports', {
      method: 'POST',
      headers: { 'content-type': 'application/jsonl' },
      body: file,
    })
    const { id: copy } = (await imported.json()) as { id: string }
    expect(await (await get(`/v1/searches/${copy}/tree`)).arrayBuffer()).toEqual(first)
    expect(reads).toBe(0)
  })

  it('comes whole, as the fold of its events has it', async () => {
    const { get, path, fold } = await ended()
    const response = await get(`${path}/tree`)
    expect(response.headers.get('content-type')).toBe('application/vnd.espalier.tree')
    expect(response.headers.get('x-seq')).toBe(String(fold.seq))
    const { tree, events, end } = decodeSnapshot(new Uint8Array(await response.arrayBuffer()))
    expect(hashTree(tree)).toBe(hashTree(fold.tree))
    expect(events).toBe(fold.seq)
    expect(end).toEqual(fold.end)
  })

  it('is read node by node', async () => {
    const { json, fold } = await ended()
    const { tree, seq, end } = fold
    for (const node of [0, 1, 7, end!.node]) {
      const detail = await json(`/nodes/${node}`)
      expect(nodeDetailSchema.parse(detail)).toEqual(nodeDetail(tree, node))
      expect(candidatePageSchema.parse(await json(`/nodes/${node}/candidates`))).toEqual({
        events: seq,
        nodes: candidatesOf(fold, node),
      })
      expect(nodePageSchema.parse(await json(`/path/${node}`))).toEqual({ events: seq, nodes: pathDetails(tree, node) })
    }
  })

  it('has no other nodes', async () => {
    const { get, path, fold } = await ended()
    for (const node of [fold.tree.size, 4294967296, '-1', '1.5', 'x', '0x1', '%20']) {
      for (const rest of [`/nodes/${node}`, `/nodes/${node}/candidates`, `/path/${node}`]) {
        await expectProblem(get(path + rest), 'not-found')
      }
    }
  })

  it('is read of a search that runs, and rests on durable events alone', async () => {
    const { catalog, allow } = pacedCatalog()
    const { create, get, store, until } = await testApp({ catalog })
    const { id } = await create({ budget: { trials: 50 } })
    allow(20)
    await until(id, ({ trials }) => trials === 21)
    const { tree, events } = decodeSnapshot(new Uint8Array(await (await get(`/v1/searches/${id}/tree`)).arrayBuffer()))
    const kept = await store.read(id, 0, 1e6)
    expect(kept.length).toBeGreaterThanOrEqual(events)
    expect(hashTree(foldEvents(kept.slice(0, events).map(({ event }) => event)).tree)).toBe(hashTree(tree))
  })

  it('has its root at once, also where the search waits for its turn', async () => {
    const { catalog } = pacedCatalog()
    const { create, get } = await testApp({ catalog, limits: { runningSearches: 1 } })
    await create()
    const { id } = await create()
    expect(await (await get(`/v1/searches/${id}/nodes/0`)).json()).toMatchObject({ label: '4 9 10 13 → 24', visits: 0 })
  })
})

describe('GET …/result', () => {
  it('says what an ended search came to', async () => {
    const { create, until, get } = await testApp()
    const { id } = await create({ problem: { numbers: [3, 8], target: 24 } })
    const search = await until(id, isOver)
    const body: unknown = await (await get(`/v1/searches/${id}/result`)).json()
    expect(searchAccountSchema.parse(body)).toEqual(body)
    expect(body).toMatchObject({ answer: '8 * 3', value: 1, reason: 'value', path: ['8 * 3 = 24 (left: 24)'] })
    expect(search).toMatchObject({ answer: '8 * 3', value: 1, reason: 'value' })
  })

  it('is refused before the end, as the file is', async () => {
    const { catalog } = pacedCatalog()
    const { create, get } = await testApp({ catalog })
    const { id } = await create()
    await expectProblem(get(`/v1/searches/${id}/result`), 'not-finished')
    await expectProblem(get(`/v1/searches/${id}/export`), 'not-finished')
  })
})
