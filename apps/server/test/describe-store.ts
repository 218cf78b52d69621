import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSearch, mcts, type Envelope } from '@espalier/core'
import type { KeptDetail } from '@espalier/protocol'
import type { SearchHeader, SearchStore } from '../src/store/search-store.ts'

export function headerOf(id: string, key?: string): SearchHeader {
  const idempotency = key === undefined ? null : { key, fingerprint: `of ${id}` }
  return { id, createdAt: 1_700_000_000_000, spec: { task: 'countdown', label: 'ü → ∎' }, idempotency, imported: false }
}

/** A log of whole trials of a search over words, with its end if asked for. */
export function someLog(trials: number, ended = false): readonly Envelope[] {
  const search = createSearch({
    problem: 'word',
    backend: {
      name: 'words',
      root: () => '',
      extend: (state: string, step: string) => state + step,
      isTerminal: () => false,
      answer: () => null,
      label: (step) => step,
    },
    algorithm: mcts({ children: 2 }),
  })
  for (let i = 0; i < trials; i++) {
    const trial = search.ask()!
    const proposals = Array.from({ length: trial.want }, (_, k) => ({ step: `${trial.id}→${k}\u2028"`, prior: 0.5 }))
    search.tell(trial.id, { value: trial.evaluate ? (i % 10) / 10 : null, proposals })
  }
  if (ended) search.end('trials')
  return search.drain().map((event, i) => ({ at: i / 8, event }))
}

/** Something to look at of every second trial of a log. */
export function someDetails(log: readonly Envelope[]): readonly KeptDetail[] {
  const nodes = new Map<number, number>()
  return log.flatMap(({ event }) => {
    if (event.type === 'trial-start') nodes.set(event.trial, event.node)
    if (event.type !== 'trial-end' || event.trial % 2 === 1) return []
    const detail = { votes: [event.trial, '\u2028"\n', null] }
    return { seq: event.seq, trial: event.trial, node: nodes.get(event.trial)!, detail }
  })
}

/** What every {@link SearchStore} must do. `reopen` gives a store over what another one kept, where anything is kept. */
export function describeStore(name: string, make: { open(): SearchStore; reopen: (() => SearchStore) | null }): void {
  describe(name, () => {
    let store: SearchStore
    beforeEach(() => void (store = make.open()))
    afterEach(() => store.close())

    it('creates a search, once for each idempotency key, also when two ask at the same time', async () => {
      const [a, b] = await Promise.all([
        store.create(headerOf('srch_1', 'k'), { paused: false }),
        store.create(headerOf('srch_2', 'k'), {}),
      ])
      expect(a).toEqual({
        created: true,
        search: { header: headerOf('srch_1', 'k'), control: { paused: false }, events: 0, ended: false },
      })
      expect(b).toEqual({ ...a, created: false })
      expect(await store.findByKey('k')).toEqual(a.search)
      expect(await store.findByKey('K')).toBeNull()
      expect(await store.get('srch_2')).toBeNull()
      await expect(store.create(headerOf('srch_1'), {})).rejects.toMatchObject({ code: 'DUPLICATE_ID' })
    })

    it('creates a search with a whole log', async () => {
      const log = someLog(20, true)
      const { search } = await store.create(headerOf('srch_1'), { a: [1, null] }, log)
      expect(search).toMatchObject({ events: log.length, ended: true })
      expect(await store.read('srch_1', 0, 1e6)).toEqual(log)
      await expect(store.create(headerOf('srch_2'), {}, log.slice(1))).rejects.toMatchObject({ code: 'EVENT_GAP' })
      expect(await store.get('srch_2')).toBeNull()
    })

    it('keeps events in order and gives any stretch of them', async () => {
      const log = someLog(40, true)
      await store.create(headerOf('srch_1'), {})
      const sizes = [1, 0, 2, 3, 50, 7]
      let at = 0
      for (let i = 0; at < log.length; i++) {
        const next = log.slice(at, at + sizes[i % sizes.length]!)
        await store.append('srch_1', next)
        at += next.length
        expect(await store.get('srch_1')).toMatchObject({ events: at, ended: at === log.length })
      }
      for (const [from, limit] of [
        [0, 1e6],
        [0, 0],
        [3, 1],
        [2, 9],
        [log.length - 1, 5],
        [log.length, 5],
        [log.length + 9, 5],
      ] as const) {
        expect(await store.read('srch_1', from, limit)).toEqual(log.slice(from, from + limit))
      }
    })

    it('keeps what trials left to look at beside their events, by node and in order', async () => {
      const log = someLog(40)
      const details = someDetails(log)
      await store.create(headerOf('srch_1'), {})
      await store.create(headerOf('srch_2'), {})
      const half = log.findIndex(({ event }) => event.type === 'trial-end' && event.trial === 20) + 1
      const parts = [log.slice(0, half), log.slice(half)]
      await Promise.all(
        parts.map((part) =>
          store.append(
            'srch_1',
            part,
            details.filter(({ seq }) => part.some(({ event }) => event.seq === seq)),
          ),
        ),
      )
      const nodes = new Set(details.map(({ node }) => node))
      expect(nodes.size).toBeGreaterThan(5)
      for (const node of nodes)
        expect(await store.details('srch_1', node)).toEqual(details.filter((detail) => detail.node === node))
      expect(await store.details('srch_1', 999)).toEqual([])
      expect(await store.details('srch_2', 0)).toEqual([])
      expect(await store.read('srch_1', 0, 1e6)).toEqual(log)
      await expect(store.details('srch_9', 0)).rejects.toMatchObject({ code: 'UNKNOWN_SEARCH' })
    })

    it('refuses details of trials that the events do not end, and then the events too', async () => {
      const log = someLog(6)
      const [first, second] = someDetails(log)
      await store.create(headerOf('srch_1'), {})
      for (const wrong of [[{ ...first!, seq: 0 }], [{ ...first!, trial: 3 }], [second!, first!], [first!, first!]])
        await expect(store.append('srch_1', log, wrong)).rejects.toMatchObject({ code: 'EVENT_GAP' })
      expect(await store.get('srch_1')).toMatchObject({ events: 0 })
      await store.append('srch_1', log, [first!, second!])
      expect(await store.details('srch_1', first!.node)).toContainEqual(first)
    })

    it('takes many appends at once in the order of the calls, of several searches', async () => {
      const log = someLog(60)
      for (const id of ['srch_1', 'srch_2']) await store.create(headerOf(id), {})
      await Promise.all(log.flatMap((envelope) => ['srch_1', 'srch_2'].map((id) => store.append(id, [envelope]))))
      for (const id of ['srch_1', 'srch_2']) expect(await store.read(id, 0, 1e6)).toEqual(log)
    })

    it('refuses gaps, repetitions, events after the end and unknown searches, and keeps what it had', async () => {
      const log = someLog(5, true)
      await store.create(headerOf('srch_1'), {})
      await store.append('srch_1', log.slice(0, 4))
      for (const wrong of [log.slice(0, 1), log.slice(5, 6), [log[4]!, log[4]!]]) {
        await expect(store.append('srch_1', wrong)).rejects.toMatchObject({ code: 'EVENT_GAP' })
      }
      await store.append('srch_1', log.slice(4))
      await expect(
        store.append('srch_1', [{ at: 0, event: { ...log[0]!.event, seq: log.length } }]),
      ).rejects.toMatchObject({ code: 'EVENT_GAP' })
      expect(await store.read('srch_1', 0, 1e6)).toEqual(log)
      await expect(store.append('srch_9', log)).rejects.toMatchObject({ code: 'UNKNOWN_SEARCH' })
      await expect(store.read('srch_9', 0, 1)).rejects.toMatchObject({ code: 'UNKNOWN_SEARCH' })
      await expect(store.setControl('srch_9', {})).rejects.toMatchObject({ code: 'UNKNOWN_SEARCH' })
    })

    it('replaces the control, also of an ended search', async () => {
      await store.create(headerOf('srch_1'), { paused: false }, someLog(3, true))
      await Promise.all([
        store.setControl('srch_1', { paused: true }),
        store.setControl('srch_1', { budget: { trials: 9 } }),
      ])
      expect((await store.get('srch_1'))?.control).toEqual({ budget: { trials: 9 } })
    })

    it('keeps what an ended log comes to, and of no other', async () => {
      const bytes = Uint8Array.from({ length: 3000 }, (_, i) => i * i)
      await store.create(headerOf('srch_1'), {}, someLog(3, true))
      await store.create(headerOf('srch_2'), {}, someLog(3))
      expect(await store.snapshot('srch_1')).toBeNull()
      await store.keepSnapshot('srch_1', bytes)
      expect(new Uint8Array((await store.snapshot('srch_1'))!)).toEqual(bytes)
      await store.keepSnapshot('srch_1', bytes.slice(9))
      await store.setControl('srch_1', { paused: true })
      expect(new Uint8Array((await store.snapshot('srch_1'))!)).toEqual(bytes.slice(9))
      await expect(store.keepSnapshot('srch_2', bytes)).rejects.toMatchObject({ code: 'NOT_ENDED' })
      expect(await store.snapshot('srch_2')).toBeNull()
      await expect(store.snapshot('srch_9')).rejects.toMatchObject({ code: 'UNKNOWN_SEARCH' })
    })

    it('lists the newest first, page by page', async () => {
      const ids = ['srch_1', 'srch_2', 'srch_3', 'srch_4', 'srch_5']
      for (const id of [3, 0, 4, 1, 2].map((i) => ids[i]!)) await store.create(headerOf(id), {})
      const idsOf = async (before: string | null, limit: number) =>
        (await store.list(before, limit)).map(({ header }) => header.id)
      expect(await idsOf(null, 99)).toEqual(ids.toReversed())
      expect(await idsOf(null, 2)).toEqual(['srch_5', 'srch_4'])
      expect(await idsOf('srch_4', 2)).toEqual(['srch_3', 'srch_2'])
      expect(await idsOf('srch_1', 2)).toEqual([])
    })

    it('refuses everything once it is closed', async () => {
      await store.create(headerOf('srch_1'), {})
      await store.close()
      await expect(store.get('srch_1')).rejects.toMatchObject({ code: 'CLOSED' })
      await expect(store.append('srch_1', someLog(1))).rejects.toMatchObject({ code: 'CLOSED' })
      await expect(store.create(headerOf('srch_2'), {})).rejects.toMatchObject({ code: 'CLOSED' })
    })

    it.skipIf(make.reopen === null)(
      'has everything again after it was closed and opened (skipped: keeps nothing)',
      async () => {
        const log = someLog(30)
        await store.create(headerOf('srch_1', 'k'), { paused: false })
        const { search: whole } = await store.create(headerOf('srch_2'), {}, someLog(4, true))
        const details = someDetails(log)
        const part = (from: number, to: number) => details.filter(({ seq }) => seq >= from && seq < to)
        await store.append('srch_1', log.slice(0, 50), part(0, 50))
        await store.setControl('srch_1', { paused: true })
        await store.append('srch_1', log.slice(50), part(50, log.length))
        await store.close()
        store = make.reopen!()
        expect(await store.get('srch_1')).toEqual({
          header: headerOf('srch_1', 'k'),
          control: { paused: true },
          events: log.length,
          ended: false,
        })
        expect(await store.findByKey('k')).toEqual(await store.get('srch_1'))
        expect(await store.get('srch_2')).toEqual(whole)
        expect(await store.read('srch_1', 0, 1e6)).toEqual(log)
        const more = someLog(40).slice(log.length)
        const all = someDetails(someLog(40))
        await store.append(
          'srch_1',
          more,
          all.filter(({ seq }) => seq >= log.length),
        )
        expect(await store.read('srch_1', log.length, 1e6)).toEqual(more)
        for (const node of new Set(all.map((detail) => detail.node)))
          expect(await store.details('srch_1', node)).toEqual(all.filter((detail) => detail.node === node))
      },
    )
  })
}
