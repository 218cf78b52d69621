import { expect, it } from 'vitest'
import { answerTrial, lettersOptions } from '../../test/letters.ts'
import { contentsOf } from '../../test/soundness.ts'
import type { SearchEvent } from '../events/event.ts'
import { foldEvents } from '../events/fold.ts'
import { mcts } from '../presets/mcts.ts'
import { ALGORITHMS, createPreset } from '../presets/registry.ts'
import { runSearchSync, type SyncRunOptions } from './run-search-sync.ts'
import { streamSearch } from './run-search.ts'
import { maxMs, maxTrials } from './stop.ts'

const problem = { alphabet: 'abcd', length: 5 }
const valueOf = (word: string): number => ((word.length * 7 + (word.codePointAt(0) ?? 0)) % 11) / 11

const options = (
  more: Partial<SyncRunOptions<typeof problem, string, string>> = {},
): SyncRunOptions<typeof problem, string, string> => ({
  ...lettersOptions(mcts(), { problem }),
  expand: (trial) => answerTrial(trial, problem.alphabet, valueOf),
  stop: maxTrials(500),
  ...more,
})

it.each(ALGORITHMS.map(({ name }) => name))(
  'writes the log that the asynchronous driver writes, one trial at a time: %s',
  async (name) => {
    const algorithm = createPreset(name)
    const log: SearchEvent[] = []
    const { tree: _tree, ...result } = runSearchSync(options({ algorithm, sink: (events) => log.push(...events) }))
    const other: SearchEvent[] = []
    const stream = streamSearch({
      ...options({ algorithm }),
      expand: (trial) => Promise.resolve(answerTrial(trial, problem.alphabet, valueOf)),
    })
    for await (const { event } of stream) other.push(event)
    expect(log).toEqual(other)
    expect(result.events).toBe(log.length)
    expect(foldEvents(log).end?.node).toBe(result.node)
  },
)

it('comes to the same whether anybody reads the events', () => {
  const log: SearchEvent[] = []
  const read = runSearchSync(options({ sink: (events) => log.push(...events) }))
  const unread = runSearchSync(options())
  expect([unread.node, unread.events, unread.tree.size]).toEqual([read.node, read.events, read.tree.size])
  expect(contentsOf(foldEvents(log))).toMatchObject({ asked: 500, seq: log.length })
})

it('makes failed trials of work that throws', () => {
  const result = runSearchSync(
    options({
      expand: (trial) => {
        if (trial.id % 2 === 1) throw new Error('odd')
        return answerTrial(trial, problem.alphabet, valueOf)
      },
    }),
  )
  expect(result).toMatchObject({ reason: 'trials', trials: 500, failures: 250 })
})

it('ends when nothing is left', () => {
  expect(
    runSearchSync(
      options({ problem: { alphabet: 'ab', length: 2 }, expand: (trial) => answerTrial(trial, 'ab', valueOf) }),
    ).reason,
  ).toBe('exhausted')
})

it('keeps time by the clock it is given', () => {
  let now = 50
  const result = runSearchSync(options({ clock: () => now++, stop: maxMs(20) }))
  expect(result).toMatchObject({ reason: 'time', trials: 19 })
  expect(() => runSearchSync(options({ stop: maxMs(20) }))).toThrow(/no clock/)
})

it('hands details to whoever asks for them, before the events of their trials', () => {
  const told: string[] = []
  runSearchSync(
    options({
      stop: maxTrials(70),
      sink: (events) => {
        for (const event of events) if (event.type === 'trial-end') told.push(`end ${event.trial}`)
      },
      onDetail: ({ trial, node, detail }) => told.push(`detail ${trial} ${node} ${JSON.stringify(detail)}`),
      expand: (trial) => {
        if (trial.id === 5) throw Object.assign(new Error('tied'), { detail: ['yes', 'no'] })
        const answer = answerTrial(trial, problem.alphabet, valueOf)
        return trial.id % 10 === 0 ? { ...answer, detail: { of: trial.node } } : answer
      },
    }),
  )
  const details = told.filter((one) => one.startsWith('detail'))
  expect(details).toHaveLength(8)
  expect(details[0]).toBe('detail 0 0 {"of":0}')
  expect(details).toContainEqual(expect.stringMatching(/^detail 5 \d+ \["yes","no"\]$/))
  for (const detail of details) expect(told.indexOf(detail)).toBeLessThan(told.indexOf(`end ${detail.split(' ')[1]!}`))
})
