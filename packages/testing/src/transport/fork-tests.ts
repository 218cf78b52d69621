import type { Envelope } from '@espalier/core'
import { expect, it } from 'vitest'
import {
  ended,
  eventsFrom,
  expectInARow,
  expectRefusal,
  foldOf,
  someEvents,
  withTransport,
  type TransportSuiteOptions,
} from './transport-suite.ts'

/** What happened, without what a fork's own event moves. */
const bare = (log: readonly Envelope[]) =>
  log.filter(({ event }) => event.type !== 'steer').map(({ event }) => ({ ...event, seq: 0 }))

/** A log that goes on from a part of another one. */
export function forkTests(options: TransportSuiteOptions): void {
  const { short, endless } = options

  it('forks a running search: its log begins with the first one’s and goes on by itself', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(endless)
      await someEvents(transport, id, 60)
      const fork = await transport.fork(id, { at: 40, seed: 7, name: 'another', by: 'ada' })
      expect(fork).toMatchObject({ forkedFrom: { id }, imported: false, spec: { name: 'another' } })
      expect(fork.id).not.toBe(id)
      const { at } = fork.forkedFrom!
      expect(at).toBeLessThanOrEqual(40)
      await someEvents(transport, fork.id, at + 50)
      const { events } = await transport.get(id)
      await someEvents(transport, id, 20, events - 1)
      for (const each of [id, fork.id]) await transport.cancel(each)
      const [first, second] = [await eventsFrom(transport, id), await eventsFrom(transport, fork.id)]
      expectInARow(second, 0)
      expect(second.slice(0, at)).toEqual(first.slice(0, at))
      expect(second[at]!.event).toMatchObject({
        type: 'steer',
        by: 'ada',
        action: { type: 'fork', search: id, at, seed: 7 },
      })
      expect(foldOf(second).end).toMatchObject({ reason: 'aborted' })
      expect(first.some(({ event }) => event.type === 'steer' && event.action.type === 'fork')).toBe(false)
      expect(foldOf(first).end).toMatchObject({ reason: 'aborted' })
      expect(await transport.get(id)).toMatchObject({ forkedFrom: null })
    }))

  it('gives a search that has ended more to spend, as if it had had that from the start', () =>
    withTransport(options, async (transport) => {
      const first = await ended(transport, { ...short, budget: { trials: 9 } })
      const log = await eventsFrom(transport, first.id)
      const { id, forkedFrom } = await transport.fork(first.id, { budget: { trials: 30 } })
      expect(forkedFrom).toEqual({ id: first.id, at: first.events - 1 })
      const fork = await eventsFrom(transport, id)
      expect(await transport.get(id)).toMatchObject({ status: 'finished', trials: 30, budget: { trials: 30 } })
      const whole = await ended(transport, { ...short, budget: { trials: 30 } })
      expect(bare(fork)).toEqual(bare(await eventsFrom(transport, whole.id)))
      expect(await transport.get(first.id)).toEqual(first)
      expect(await eventsFrom(transport, first.id)).toEqual(log)
    }))

  it('forks a search from any of its events, and a fork', () =>
    withTransport(options, async (transport) => {
      const first = await ended(transport, { ...short, budget: { trials: 9 } })
      const log = await eventsFrom(transport, first.id)
      let from = first.id
      for (let at = 1; at <= log.length; at += 3) {
        const fork = await transport.fork(from, { at })
        const events = await eventsFrom(transport, fork.id)
        expect(fork.forkedFrom?.id).toBe(from)
        expect(bare(events)).toEqual(bare(log))
        if (at % 2 === 0) from = fork.id
      }
    }))

  it('is neither paused nor cancelled nor extended where the first one was', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(endless)
      await someEvents(transport, id, 10)
      await transport.extend(id, { trials: 1000 })
      const { budget, events: had } = await transport.pause(id)
      const running = await transport.fork(id)
      await someEvents(transport, running.id, had + 20)
      expect(await transport.get(id)).toMatchObject({ status: 'paused' })
      await transport.cancel(id)
      const again = await transport.fork(id)
      await someEvents(transport, again.id, again.forkedFrom!.at + 20)
      for (const fork of [running, again]) expect((await transport.cancel(fork.id)).budget).toEqual(budget)
    }))

  it('is the same search as a file as any other', () =>
    withTransport(options, async (transport) => {
      const first = await ended(transport, { ...short, budget: { trials: 9 } })
      const { id } = await transport.fork(first.id, { name: 'another', budget: { trials: 20 } })
      const log = await eventsFrom(transport, id)
      const { spec, label, nodes, answer } = await transport.get(id)
      const copy = await transport.importSearch(await transport.exportSearch(id))
      expect(copy).toMatchObject({ spec, label, nodes, answer, imported: true, forkedFrom: null })
      expect(await eventsFrom(transport, copy.id)).toEqual(log)
    }))

  it('forks once for one key, and refuses the key with another request', () =>
    withTransport(options, async (transport) => {
      const { id } = await ended(transport, short)
      const key = { idempotencyKey: 'abc' }
      const fork = await transport.fork(id, { at: 9 }, key)
      expect((await transport.fork(id, { at: 9 }, key)).id).toBe(fork.id)
      await expectRefusal(transport.fork(id, { at: 8 }, key), 'idempotency-mismatch', 422)
      await expectRefusal(transport.create(short, key), 'idempotency-mismatch', 422)
      expect((await transport.list()).searches).toHaveLength(2)
    }))

  it('refuses a place outside the log and what is no request, and makes nothing of it', () =>
    withTransport(options, async (transport) => {
      const { id, events } = await ended(transport, short)
      for (const [wrong, pointer] of [
        [{ at: 0 }, '/at'],
        [{ at: events + 1 }, '/at'],
        [{ at: 1.5 }, '/at'],
        [{ seed: -1 }, '/seed'],
        [{ budget: { trials: 0 } }, '/budget/trials'],
        [{ name: '' }, '/name'],
        [{ by: '' }, '/by'],
      ] as const) {
        await expect(transport.fork(id, wrong)).rejects.toMatchObject({
          code: 'invalid-request',
          problem: { errors: [expect.objectContaining({ pointer })] },
        })
      }
      await expectRefusal(transport.fork('no-such-search'), 'not-found', 404)
      expect((await transport.list()).searches).toHaveLength(1)
    }))
}
