import * as runner from '@espalier/catalog'
import {
  localTransport,
  platformBreathe,
  platformClock,
  platformDelay,
  platformWallClock,
  type SearchTransport,
} from '@espalier/client'
import type { SearchInfo } from '@espalier/protocol'
import { expect, it } from 'vitest'
import { createUndoableCancel, type CancelPhase } from './undoable-cancel.ts'

const endless = {
  task: 'countdown',
  problem: { numbers: [3, 7, 11, 19, 23, 50, 75], target: 99999 },
  budget: { trials: 1_000_000 },
}

/** A search that runs, its cancel, and a clock that stands until `timeIsUp`. */
async function runningSearch(change: (transport: SearchTransport) => Partial<SearchTransport> = () => ({})) {
  const real = localTransport({
    runner,
    catalog: runner.createCatalog(),
    clock: platformClock,
    wallClock: () => new Date(platformWallClock()).toISOString(),
    breathe: platformBreathe,
    delay: platformDelay,
  })
  const transport = { ...real, ...change(real) }
  const { id } = await transport.create(endless)
  const phases: CancelPhase[] = []
  const infos: SearchInfo[] = []
  const refusals: unknown[] = []
  let timer: (() => void) | null = null
  const cancel = createUndoableCancel({
    transport,
    id,
    after: (_, run) => {
      timer = run
      return () => (timer = null)
    },
    onPhase: (phase) => phases.push(phase),
    onInfo: (info) => infos.push(info),
    onRefused: (error) => refusals.push(error),
  })
  return {
    transport,
    id,
    cancel,
    phases,
    infos,
    refusals,
    timeIsUp: () => timer?.(),
    isWaiting: () => timer !== null,
    until: async (fits: () => boolean): Promise<void> => {
      while (!fits()) await platformBreathe()
    },
    end: () => real.cancel(id),
  }
}

it('holds the search back at once and ends it when the time is up', async () => {
  const { transport, id, cancel, phases, infos, timeIsUp, until } = await runningSearch()
  cancel.begin(false)
  cancel.begin(false)
  await until(() => infos.length === 1)
  expect(infos[0]).toMatchObject({ status: 'paused' })
  const { trials } = await transport.get(id)
  for (let i = 0; i < 20; i++) await platformBreathe()
  expect((await transport.get(id)).trials).toBeLessThanOrEqual(trials + 1)
  timeIsUp()
  await until(() => cancel.phase === 'none')
  expect(infos.at(-1)).toMatchObject({ status: 'finished', reason: 'aborted' })
  expect(phases).toEqual(['undoable', 'sent', 'none'])
})

it('lets a running search run on when it is undone, however soon', async () => {
  const { cancel, infos, refusals, isWaiting, until, end } = await runningSearch()
  cancel.begin(false)
  cancel.undo()
  cancel.undo()
  expect(isWaiting()).toBe(false)
  await until(() => infos.some(({ status }) => status === 'running'))
  expect(refusals).toEqual([])
  await end()
})

it('leaves a search paused that was paused before', async () => {
  const { transport, id, cancel, infos, end } = await runningSearch()
  await transport.pause(id)
  cancel.begin(true)
  cancel.undo()
  for (let i = 0; i < 5; i++) await platformBreathe()
  expect(infos).toEqual([])
  expect(await transport.get(id)).toMatchObject({ status: 'paused' })
  await end()
})

it('cancels at once where the page is left, though the pause is still on its way', async () => {
  const { transport, id, cancel, infos, refusals, isWaiting, until } = await runningSearch()
  cancel.commit()
  expect(cancel.phase).toBe('none')
  cancel.begin(false)
  cancel.commit()
  cancel.undo()
  expect(isWaiting()).toBe(false)
  await until(() => infos.some(({ reason }) => reason === 'aborted'))
  expect(refusals).toEqual([])
  expect(await transport.get(id)).toMatchObject({ status: 'finished' })
})

it('gives up when the search cannot be held back or ended, and says why', async () => {
  const failure = new Error('no way')
  const unpausable = await runningSearch(() => ({ pause: () => Promise.reject(failure) }))
  unpausable.cancel.begin(false)
  await unpausable.until(() => unpausable.refusals.length === 1)
  expect([unpausable.cancel.phase, unpausable.isWaiting()]).toEqual(['none', false])
  await unpausable.end()

  const unstoppable = await runningSearch(() => ({ cancel: () => Promise.reject(failure) }))
  unstoppable.cancel.begin(false)
  unstoppable.timeIsUp()
  await unstoppable.until(() => unstoppable.refusals.length === 1)
  expect(unstoppable.phases).toEqual(['undoable', 'sent', 'none'])
  await unstoppable.end()
})

it('forgets about a search that ended by itself', async () => {
  const { cancel, phases, isWaiting, end } = await runningSearch()
  cancel.begin(true)
  cancel.forget()
  expect([phases, isWaiting()]).toEqual([['undoable', 'none'], false])
  await end()
})
