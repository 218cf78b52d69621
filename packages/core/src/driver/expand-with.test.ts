import { expect, it } from 'vitest'
import type { Trial } from '../search/expansion.ts'
import { expandWith, type Evaluation } from './expand-with.ts'

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
