import { expect, it } from 'vitest'
import { createPreset, foldEvents, type Envelope } from '@espalier/core'
import { countdownTask, uniformModel, type SearchPlan } from '@espalier/catalog'
import { systemClock, type Clock } from '../world/clock.ts'
import { startLive, type LiveSearch } from './live-search.ts'

const plan: SearchPlan = {
  name: 'search',
  task: countdownTask(),
  model: uniformModel(),
  algorithm: createPreset('mcts', { children: 4 }),
  problem: { numbers: [2, 5, 8, 11, 12], target: 97 },
  label: '2 5 8 11 12 → 97',
  seed: 3,
  concurrency: 2,
}

/** Every look at the clock takes a while, so that a search lets others in after each trial. */
function slowClock(): Clock {
  let ms = 0
  return { ...systemClock(), now: () => (ms += 13) }
}

interface Run {
  readonly live: LiveSearch
  readonly kept: Envelope[]
}

function start(trials: number, log: readonly Envelope[] = [], onKept: (events: number) => void = () => {}): Run {
  const kept = [...log]
  const live = startLive({
    plan,
    log,
    clock: slowClock(),
    budget: { trials },
    append: async (envelopes) => {
      await new Promise((resolve) => setImmediate(resolve))
      kept.push(...envelopes)
      onKept(kept.length)
    },
    published: () => {},
  })
  return { live, kept }
}

const eventsOf = (log: readonly Envelope[]): readonly string[] => log.map(({ event }) => JSON.stringify(event))

it('keeps every event in order and ends with its result', async () => {
  const { live, kept } = start(60)
  live.proceed()
  const result = await live.done
  expect(result).toMatchObject({ reason: 'trials', trials: 60, events: kept.length })
  const fold = foldEvents(kept.map(({ event }) => event))
  expect(fold.end?.reason).toBe('trials')
  expect(fold.tree.size).toBe(live.fold.tree.size)
})

it('suspended anywhere and continued, comes to the log of a search that was never stopped', async () => {
  const whole = start(60)
  whole.live.proceed()
  await whole.live.done
  for (const stopAt of [1, 7, 20, 41, 80]) {
    const first = start(60, [], (events) => {
      if (events >= stopAt) void first.live.suspend()
    })
    first.live.proceed()
    expect(await first.live.done).toBeNull()
    expect(first.kept.at(-1)?.event.type).not.toBe('search-end')
    const second = start(60, first.kept)
    second.live.proceed()
    expect(await second.live.done).toMatchObject({ reason: 'trials', trials: 60 })
    expect(eventsOf(second.kept).slice(0, first.kept.length)).toEqual(eventsOf(first.kept))
    expect(foldEvents(second.kept.map(({ event }) => event)).end).not.toBeNull()
  }
})

it('does no work before it may, is steered while it waits, and can be cancelled there', async () => {
  const { live, kept } = start(60)
  live.steer('somebody', [{ type: 'avoid', node: 0 }])
  await live.kept(live.fold.seq)
  expect(kept.map(({ event }) => event.type)).toEqual(['search-start', 'steer', 'node-close'])
  live.cancel('somebody')
  expect(await live.done).toMatchObject({ reason: 'aborted' })
  expect(kept.at(-1)?.event).toMatchObject({ type: 'search-end', reason: 'aborted' })
})

it('says when its events cannot be kept', async () => {
  const live = startLive({
    plan,
    log: [],
    clock: systemClock(),
    budget: { trials: 500 },
    append: () => Promise.reject(new Error('no space left')),
    published: () => {},
  })
  live.proceed()
  await expect(live.done).rejects.toThrow('no space left')
  await expect(live.kept(5)).rejects.toThrow('no space left')
})
