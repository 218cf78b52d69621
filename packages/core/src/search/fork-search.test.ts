import { expect, it } from 'vitest'
import { answerTrial, lettersOptions } from '../../test/letters.ts'
import { contentsOf } from '../../test/soundness.ts'
import { runSearch, streamSearch } from '../driver/run-search.ts'
import { maxTrials, type StopFn } from '../driver/stop.ts'
import type { SearchEvent } from '../events/event.ts'
import { foldEvents } from '../events/fold.ts'
import { abMcts } from '../presets/ab-mcts.ts'
import type { Expansion, Trial } from './expansion.ts'
import { forkSearch } from './fork-search.ts'
import type { ResumedSearch } from './resume-search.ts'

const options = { ...lettersOptions(abMcts(), { seed: 3 }), parse: (_: string, label: string) => label }
const expand = (trial: Trial<string>): Promise<Expansion<string>> =>
  Promise.resolve(answerTrial(trial, 'abc', (word) => (word.length === 0 ? 0.5 : word.length / 4)))

async function run(stop: StopFn, resume?: ResumedSearch<string, string>): Promise<SearchEvent[]> {
  const events: SearchEvent[] = []
  const given = { ...options, expand, stop, concurrency: 3, ...(resume === undefined ? {} : { resume }) }
  for await (const { event } of streamSearch(given)) events.push(event)
  return events
}

const fork = { by: 'ada', search: 'first' }

it('begins with the first log up to a place, says where it comes from, and goes on by itself', async () => {
  const first = await run(maxTrials(20))
  for (const at of [1, 2, 9, 30, first.length - 1]) {
    const forked = forkSearch(options, first, { ...fork, at })
    const { kept, inFlight } = forked
    const own = await run(maxTrials(20), forked)
    const log = [...first.slice(0, kept), ...own]
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, seq) => seq))
    const steer = log.find(({ type }) => type === 'steer')!
    expect(steer).toMatchObject({ by: 'ada', action: { type: 'fork', search: 'first', seed: 3 } })
    expect(foldEvents(log).end).toMatchObject({ reason: 'trials' })
    for (const { id } of inFlight)
      expect(own.some((event) => event.type === 'trial-end' && event.trial === id)).toBe(true)
    // The seed is the same, and so is what it does.
    const bare = (events: readonly SearchEvent[]) =>
      events.filter(({ type }) => type !== 'steer').map((event) => ({ ...event, seq: 0 }))
    expect(bare(log)).toEqual(bare(first))
  }
})

it('draws otherwise from there on with another seed', async () => {
  const first = await run(maxTrials(40))
  const forked = forkSearch(options, first, { ...fork, at: 10, seed: 4 })
  const log = [...first.slice(0, forked.kept), ...(await run(maxTrials(40), forked))]
  const nodes = (events: readonly SearchEvent[]) =>
    events.flatMap((event) => (event.type === 'trial-start' ? [event.node] : []))
  expect(nodes(log).slice(0, 3)).toEqual(nodes(first).slice(0, 3))
  expect(nodes(log)).not.toEqual(nodes(first))
})

it('gives a search that has ended more to spend, and what was called off at its end a second chance', async () => {
  const first = await run(maxTrials(9))
  const forked = forkSearch(options, first, fork)
  expect(forked.kept).toBe(first.length - 1)
  const result = await runSearch({ ...options, expand, resume: forked, stop: maxTrials(30) })
  expect(result).toMatchObject({ reason: 'trials', trials: 30 })

  const stopped = forkSearch(options, first.slice(0, 2), { ...fork, at: 2 })
  stopped.search.end('aborted')
  const cut = [...first.slice(0, 2), ...stopped.events.slice(0, 0), ...stopped.search.drain()]
  expect(cut.at(-1)).toMatchObject({ type: 'search-end' })
  const again = forkSearch(
    options,
    cut.filter(({ type }) => type !== 'steer').map((event, seq) => ({ ...event, seq })),
    fork,
  )
  expect(again.inFlight.map(({ id }) => id)).toEqual([0])
})

it('is neither paused nor cancelled nor extended where the first search was', async () => {
  const stopped = forkSearch(options, await run(maxTrials(5)), fork)
  for (const type of ['pause', 'cancel'] as const) stopped.search.steer('ada', { type })
  stopped.search.steer('ada', { type: 'extend', trials: 50 })
  stopped.search.end('aborted')
  const first = [...(await run(maxTrials(5))).slice(0, stopped.kept), ...stopped.events, ...stopped.search.drain()]
  const again = forkSearch(options, first, fork)
  expect(again.search.fold.steering).toMatchObject({ paused: false, cancelled: false, extended: { trials: 0 } })
  const result = await runSearch({ ...options, expand, resume: again, stop: maxTrials(12) })
  expect(result).toMatchObject({ reason: 'trials', trials: 12 })
})

it('has the fold of its log', async () => {
  const first = await run(maxTrials(12))
  const { search, events, kept } = forkSearch(options, first, { ...fork, at: 17 })
  expect(contentsOf(foldEvents([...first.slice(0, kept), ...events]))).toEqual(contentsOf(search.fold))
})

it('refuses a place outside the log', async () => {
  const first = await run(maxTrials(3))
  for (const at of [0, -1, 1.5, first.length + 1])
    expect(() => forkSearch(options, first, { ...fork, at })).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    )
})
