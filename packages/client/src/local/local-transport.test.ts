import * as runner from '@espalier/catalog'
import type { ExpandFn } from '@espalier/core'
import type { SearchInfo } from '@espalier/protocol'
import { expect, it } from 'vitest'
import { platformBreathe, platformClock, platformDelay, platformWallClock } from '../platform.ts'
import type { SearchTransport } from '../transport/search-transport.ts'
import { localTransport } from './local-transport.ts'

const real = runner.createCatalog()
const request = { task: 'countdown', problem: { numbers: [4, 9, 10, 13] }, budget: { trials: 30 } }

const world = { clock: platformClock, wallClock: platformWallClock, breathe: platformBreathe, delay: platformDelay }

/** The real catalog with a model that works when it is let. */
function pacedTransport() {
  let allowed = 0
  const waiting: (() => void)[] = []
  const [model] = real.models
  const paced = {
    ...model!,
    createExpand: (task: string) => {
      const { expand, dispose } = model!.createExpand(task)
      const slow: ExpandFn<unknown, unknown> = async (trial, context) => {
        while (allowed === 0) await new Promise<void>((resolve) => waiting.push(resolve))
        allowed--
        return expand(trial, context)
      }
      return { expand: slow, dispose }
    },
  }
  const transport = localTransport({ ...world, runner, catalog: { ...real, models: [paced] } })
  const allow = (trials: number): void => {
    allowed += trials
    for (const go of waiting.splice(0)) go()
  }
  return { transport, allow }
}

async function until(transport: SearchTransport, id: string, fits: (info: SearchInfo) => boolean): Promise<SearchInfo> {
  for (;;) {
    const info = await transport.get(id)
    if (fits(info)) return info
    await platformBreathe()
  }
}

it('does no trial while a search is paused, whatever the model could do', async () => {
  const { transport, allow } = pacedTransport()
  const { id } = await transport.create(request)
  allow(5)
  await until(transport, id, ({ trials }) => trials === 6)
  expect(await transport.pause(id)).toMatchObject({ status: 'paused' })
  allow(100)
  // The trial that was being worked at comes back, and no other is handed out.
  for (let i = 0; i < 20; i++) await platformBreathe()
  const { elapsedMs } = await transport.get(id)
  for (let i = 0; i < 20; i++) await platformBreathe()
  expect(await transport.get(id)).toMatchObject({ status: 'paused', trials: 6, elapsedMs })
  await transport.resume(id)
  expect(await until(transport, id, ({ status }) => status === 'finished')).toMatchObject({
    trials: 30,
    reason: 'trials',
  })
})

it('spends what a budget was extended by', async () => {
  const { transport, allow } = pacedTransport()
  const { id } = await transport.create(request)
  expect((await transport.extend(id, { trials: 12, tokens: 5 })).budget).toEqual({ trials: 42 })
  allow(1000)
  expect(await until(transport, id, ({ status }) => status === 'finished')).toMatchObject({
    trials: 42,
    budget: { trials: 42 },
    spec: { budget: { trials: 30 } },
  })
})

it('puts what somebody steers in the log at once, also of a search that waits', async () => {
  const { transport, allow } = pacedTransport()
  const { id } = await transport.create(request)
  allow(8)
  await until(transport, id, ({ trials }) => trials === 9)
  await transport.pause(id)
  const { events } = await transport.steer(id, { actions: [{ type: 'avoid', node: 1 }] })
  expect((await transport.get(id)).events).toBe(events)
  expect((await transport.node(id, 1)).flags).toEqual(expect.arrayContaining(['closed', 'pruned']))
  expect(await transport.cancel(id)).toMatchObject({ status: 'finished', reason: 'aborted' })
})

it('says of a search that broke why it did, and ends its events', async () => {
  const broken = {
    ...runner,
    prepareRun: (...args: Parameters<typeof runner.prepareRun>) => {
      const run = runner.prepareRun(...args)
      const stop = (): never => {
        throw new Error('the policy is broken')
      }
      return { ...run, options: { ...run.options, stop } }
    },
  }
  const transport = localTransport({ ...world, runner: broken, catalog: real })
  const { id } = await transport.create(request, { waitSeconds: 20 })
  expect(await transport.get(id)).toMatchObject({
    status: 'failed',
    reason: null,
    failure: { code: 'internal', message: 'the policy is broken' },
  })
  for await (const batch of transport.events(id)) expect(batch.at(-1)?.event.type).not.toBe('search-end')
  await expect(transport.result(id)).rejects.toMatchObject({ code: 'not-finished' })
  await expect(transport.pause(id)).rejects.toMatchObject({ code: 'search-ended' })
  expect(await transport.cancel(id)).toMatchObject({ status: 'failed' })
})

it('lets its host breathe while it searches', async () => {
  let breaths = 0
  const breathe = (): Promise<void> => {
    breaths++
    return platformBreathe()
  }
  // A clock that is always late: there is reason to breathe after every trial.
  let now = 0
  const transport = localTransport({ ...world, breathe, clock: () => (now += 20), runner, catalog: real })
  await transport.create(request, { waitSeconds: 20 })
  expect(breaths).toBeGreaterThan(25)
})

it('gives the same log for the same seed, and another for another', async () => {
  const transport = localTransport({ ...world, runner, catalog: real })
  const logOf = async (seed: number): Promise<string> => {
    const { id } = await transport.create({ ...request, algorithm: { name: 'best-of-n' }, seed })
    const events: unknown[] = []
    for await (const batch of transport.events(id)) events.push(...batch.map(({ event }) => event))
    return JSON.stringify(events)
  }
  expect(await logOf(3)).toBe(await logOf(3))
  expect(await logOf(3)).not.toBe((await logOf(4)).replace('"seed":4', '"seed":3'))
})
