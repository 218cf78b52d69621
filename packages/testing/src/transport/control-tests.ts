import { Flag, ROOT, type Envelope } from '@espalier/core'
import { expect, it } from 'vitest'
import {
  ended,
  eventsFrom,
  expectRefusal,
  foldOf,
  someEvents,
  withTransport,
  type TransportSuiteOptions,
} from './transport-suite.ts'

/** What somebody did, in order. */
const steersOf = (log: readonly Envelope[]) =>
  log.flatMap(({ event }) => (event.type === 'steer' ? [{ by: event.by, action: event.action }] : []))

/** Pause, resume, cancel, extend and steer. */
export function controlTests(options: TransportSuiteOptions): void {
  const { short, endless } = options

  it('waits for the end if it is asked to', () =>
    withTransport(options, async (transport) => {
      const info = await transport.create(short, { waitSeconds: 30 })
      expect(info).toMatchObject({ status: 'finished', events: (await eventsFrom(transport, info.id)).length })
    }))

  it('holds a search back and lets it go on', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(endless)
      const had = await someEvents(transport, id, 10)
      expect(await transport.pause(id)).toMatchObject({ status: 'paused', reason: null })
      expect(await transport.pause(id)).toMatchObject({ status: 'paused' })
      // What was being worked at when it was held comes back; then nothing more happens.
      const { trials } = await transport.get(id)
      const { trials: later } = await transport.get(id)
      expect(later).toBeLessThanOrEqual(trials + (endless.concurrency ?? 1))
      expect(['running', 'queued']).toContain((await transport.resume(id)).status)
      const { events } = await transport.get(id)
      await someEvents(transport, id, events + 10, had.length - 1)
      await transport.cancel(id)
    }))

  it('ends a search with what it has, once', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(endless)
      await someEvents(transport, id, 10)
      const cancelled = await transport.cancel(id)
      expect(cancelled).toMatchObject({ status: 'finished', reason: 'aborted' })
      expect(await transport.cancel(id)).toEqual(cancelled)
      expect(await transport.result(id)).toMatchObject({ reason: 'aborted' })
      const paused = await transport.create(endless)
      await transport.pause(paused.id)
      expect(await transport.cancel(paused.id)).toMatchObject({ status: 'finished', reason: 'aborted' })
    }))

  it('writes down who paused, resumed, extended and cancelled a search, each time once', () =>
    withTransport(options, async (transport) => {
      const { id, spec } = await transport.create(endless)
      await someEvents(transport, id, 10)
      const { events: before } = await transport.pause(id, 'ada')
      expect(steersOf(await someEvents(transport, id, before))).toEqual([{ by: 'ada', action: { type: 'pause' } }])
      await transport.pause(id, 'bob')
      await transport.extend(id, { trials: 5, by: 'ada' })
      await transport.resume(id)
      await transport.resume(id, 'bob')
      await transport.extend(id, { trials: 2, timeMs: 1000 })
      const { budget } = await transport.cancel(id, 'eve')
      await transport.cancel(id)
      const log = await eventsFrom(transport, id)
      expect(steersOf(log)).toEqual([
        { by: 'ada', action: { type: 'pause' } },
        { by: 'ada', action: { type: 'extend', trials: 5 } },
        { by: 'user', action: { type: 'resume' } },
        { by: 'user', action: { type: 'extend', trials: 2, timeMs: 1000 } },
        { by: 'eve', action: { type: 'cancel' } },
      ])
      const types = log.map(({ event }) => (event.type === 'steer' ? event.action.type : event.type))
      expect(types.slice(types.indexOf('pause'), types.indexOf('resume'))).not.toContain('trial-start')
      expect(types.slice(types.indexOf('cancel'))).not.toContain('trial-start')
      const { extended } = foldOf(log).steering
      expect(extended).toMatchObject({ trials: 7, timeMs: 1000 })
      expect(budget).toEqual({ ...budget, trials: spec.budget.trials! + extended.trials })
      await expectRefusal(transport.cancel(id, ''), 'invalid-request', 400)
    }))

  it('pauses two at once as one, and what was paused before its first trial begins when it is resumed', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(endless)
      const [one, other] = await Promise.all([transport.pause(id), transport.pause(id)])
      expect([one.status, other.status]).toEqual(['paused', 'paused'])
      const { events } = await transport.resume(id)
      await someEvents(transport, id, 20, events - 1)
      await Promise.all([transport.cancel(id), transport.cancel(id)])
      const types = steersOf(await eventsFrom(transport, id)).map(({ action }) => action.type)
      expect(types).toEqual(['pause', 'resume', 'cancel'])
    }))

  it('adds to the budget of an unfinished search', () =>
    withTransport(options, async (transport) => {
      const { id, budget } = await transport.create(endless)
      const { trials = 0 } = budget
      expect((await transport.extend(id, { trials: 5 })).budget).toEqual({ ...budget, trials: trials + 5 })
      await expectRefusal(transport.extend(id, {}), 'invalid-request', 400)
      await expectRefusal(transport.extend(id, { trials: -1 }), 'invalid-request', 400)
      await transport.cancel(id)
    }))

  it('steers: all actions or none, in the log when it answers', () =>
    withTransport(options, async (transport) => {
      const { id } = await transport.create(endless)
      await someEvents(transport, id, 60)
      const { nodes } = await transport.get(id)
      const beyond = { type: 'avoid', node: 1_000_000_000 } as const
      await expectRefusal(
        transport.steer(id, { actions: [{ type: 'focus', node: ROOT }, beyond] }),
        'invalid-request',
        400,
      )
      const avoided = nodes - 1
      const { events } = await transport.steer(id, {
        by: 'somebody',
        actions: [
          { type: 'focus', node: ROOT },
          { type: 'avoid', node: avoided },
        ],
      })
      await transport.cancel(id)
      const log = await eventsFrom(transport, id)
      expect(steersOf(log.slice(0, events))).toEqual([
        { by: 'somebody', action: { type: 'focus', node: ROOT } },
        { by: 'somebody', action: { type: 'avoid', node: avoided } },
      ])
      expect(foldOf(log.slice(0, events)).tree.has(avoided, Flag.closed)).toBe(true)
    }))

  it('changes no search that has ended', () =>
    withTransport(options, async (transport) => {
      const { id } = await ended(transport, short)
      const before = await transport.get(id)
      await expectRefusal(transport.pause(id), 'search-ended', 409)
      await expectRefusal(transport.resume(id), 'search-ended', 409)
      await expectRefusal(transport.extend(id, { trials: 10 }), 'search-ended', 409)
      await expectRefusal(transport.steer(id, { actions: [{ type: 'focus', node: ROOT }] }), 'search-ended', 409)
      expect(await transport.cancel(id)).toEqual(before)
    }))
}
