import { expect, it } from 'vitest'
import { createPreset } from '../presets/registry.ts'
import type { Trial } from '../search/expansion.ts'
import { expandWith, type Evaluation } from './expand-with.ts'
import { streamSearch } from './run-search.ts'
import type { TrialDetail } from './trial-detail.ts'
import { maxTrials } from './stop.ts'

const context = { signal: new AbortController().signal }
const trial: Trial<string> = {
  id: 0,
  node: 0,
  depth: 0,
  state: 's',
  evaluate: true,
  evaluated: false,
  want: 2,
  proposals: 'distinct',
  existing: [],
  seed: 0,
}
const usage = (calls: number) => ({ calls, promptTokens: 10 * calls, completionTokens: calls })

it('evaluates first and hands the evaluation to the generator', async () => {
  const seen: (Evaluation | null)[] = []
  const expand = expandWith<string, string>({
    evaluate: (state) => Promise.resolve({ value: 0.25, critique: `seen ${state}`, usage: usage(1) }),
    generate: (_, evaluation) => {
      seen.push(evaluation)
      return Promise.resolve({
        proposals: [{ step: 'x', prior: 1 }],
        exhausted: true,
        rejected: [{ label: 'y', reason: 'bad' }],
        usage: usage(2),
      })
    },
  })
  expect(await expand(trial, context)).toEqual({
    value: 0.25,
    proposals: [{ step: 'x', prior: 1 }],
    exhausted: true,
    rejected: [{ label: 'y', reason: 'bad' }],
    critique: 'seen s',
    usage: usage(3),
  })
  expect(seen).toEqual([{ value: 0.25, critique: 'seen s', usage: usage(1) }])
})

it('hands a critique to whoever writes steps later, and charges for it once', async () => {
  const seen: (Evaluation | null)[] = []
  const expand = expandWith<{ readonly name: string }, string>({
    evaluate: ({ name }) =>
      Promise.resolve({
        value: 0.25,
        usage: usage(1),
        detail: 'votes',
        ...(name === 'a' ? { critique: 'too short' } : {}),
      }),
    generate: (_, evaluation) => {
      seen.push(evaluation)
      return Promise.resolve({ proposals: [], usage: usage(2) })
    },
  })
  const [a, b] = [{ name: 'a' }, { name: 'b' }]
  for (const state of [a, b]) await expand({ ...trial, state, want: 0 }, context)
  for (const state of [a, b, { name: 'a' }]) {
    const { usage: paid } = await expand({ ...trial, state, evaluate: false }, context)
    expect(paid).toEqual(usage(2))
  }
  expect(seen).toEqual([{ value: 0.25, critique: 'too short' }, null, null])
})

it('does only what is asked for', async () => {
  const expand = expandWith<string, string>({
    evaluate: () => Promise.resolve({ value: 0.5 }),
    generate: (_, evaluation) =>
      Promise.resolve({ proposals: [{ step: evaluation === null ? 'null' : 'an evaluation', prior: 1 }] }),
  })
  expect(await expand({ ...trial, want: 0 }, context)).toEqual({ value: 0.5, proposals: [] })
  expect(await expand({ ...trial, evaluate: false }, context)).toEqual({
    value: null,
    proposals: [{ step: 'null', prior: 1 }],
  })
})

it('keeps what a judgement cost when the steps after it fail', async () => {
  const failing = (failure: object) =>
    expandWith<string, string>({
      evaluate: () => Promise.resolve({ value: 0.5, usage: usage(1) }),
      generate: () => Promise.reject(Object.assign(new Error('broke'), failure)),
    })(trial, context)
  await expect(failing({ code: 'reset', usage: usage(2) })).rejects.toMatchObject({ code: 'reset', usage: usage(3) })
  await expect(failing({})).rejects.toMatchObject({ message: 'broke', usage: usage(1) })
})

it('hands details to whoever asks for them, in the order of the log, and keeps them out of it', async () => {
  const details: TrialDetail[] = []
  const ends: number[] = []
  const stream = streamSearch({
    problem: '',
    backend: {
      name: 'letters',
      root: () => '',
      extend: (state: string, step: string) => state + step,
      isTerminal: () => false,
      answer: () => null,
      label: (step) => step,
    },
    algorithm: createPreset('mcts', { children: 2 }),
    stop: maxTrials(12),
    concurrency: 3,
    onDetail: (detail) => void details.push(detail),
    expand: expandWith<string, string>({
      evaluate: (state) =>
        state.endsWith('c')
          ? Promise.reject(Object.assign(new Error('tied'), { code: 'tied', detail: ['yes', 'no'] }))
          : Promise.resolve({ value: 0.5, detail: { votes: [state] } }),
      generate: ({ state }) =>
        Promise.resolve({
          proposals: [...'abc'].slice(0, 2).map((step) => ({ step: state === '' ? step : 'c', prior: 1 })),
        }),
    }),
  })
  const nodes = new Map<number, number>()
  for await (const { event } of stream) {
    if (event.type === 'trial-start') nodes.set(event.trial, event.node)
    if (event.type === 'trial-end') ends.push(event.trial)
    expect(JSON.stringify(event)).not.toContain('votes')
  }
  expect(details.map(({ trial }) => trial)).toEqual(ends.filter((trial) => details.some((one) => one.trial === trial)))
  expect(details.every(({ trial, node }) => nodes.get(trial) === node)).toBe(true)
  expect(details[0]).toEqual({ trial: 0, node: 0, detail: { evaluation: { votes: [''] } } })
  expect(details.some(({ detail }) => JSON.stringify(detail) === '["yes","no"]')).toBe(true)
})
