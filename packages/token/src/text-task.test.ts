import { createPreset, maxTrials, runSearch, type StateBackend } from '@espalier/core'
import { describe, expect, it } from 'vitest'
import { letterModel } from '../test/letter-model.ts'
import { embeddedStepModel } from './embedded/embedded-step-model.ts'
import { embeddedExpand } from './text-task.ts'

/** Words of at most three letters and a closing mark for each; the answer is the word that ends in `c`. */
const backend: StateBackend<string, string, string> = {
  name: 'words',
  root: (problem) => problem,
  extend: (state, step) => state + step.replace(')', ''),
  isTerminal: (state) => state.length >= 3,
  answer: (state) => (state.endsWith('c') ? state : null),
  label: (step) => step,
}
const task = {
  backend,
  prompt: (state: string) => `<${state}>`,
  parse: (_state: string, text: string) =>
    text.length === 2 ? ({ ok: true, step: text } as const) : ({ ok: false, reason: 'syntax' } as const),
  key: (step: string) => step,
}

describe('embeddedExpand', () => {
  it('lets a search find the answer, with values from the model and the verdict from the backend', async () => {
    const { model, counts } = letterModel({ '': [0.5, 0.4, 0.1, 0], a: [0, 0.2, 0, 0.8] }, (prompt) =>
      prompt.length > 2 ? 0.6 : 0.5,
    )
    const steps = embeddedStepModel(model)
    const result = await runSearch({
      problem: '',
      backend,
      algorithm: createPreset('mcts', { children: 3, c: 1.25 }),
      expand: embeddedExpand(steps, task),
      stop: maxTrials(40),
    })
    expect(result.answer).toMatch(/^..c$/)
    expect(result.value).toBe(1)
    expect(result.failures).toBe(0)
    expect(result.usage.completionTokens).toBeGreaterThan(0)
    steps.dispose()
    expect(counts.live).toBe(0)
  })

  it('reads the states of new steps in one call, so that judging them costs nothing more', async () => {
    const { model, counts } = letterModel({ '': [0.5, 0.4, 0.1, 0] })
    const steps = embeddedStepModel(model)
    const expand = embeddedExpand(steps, task)
    const context = { signal: new AbortController().signal }
    const trial = {
      id: 0,
      node: 0,
      depth: 0,
      state: '',
      want: 3,
      evaluate: true,
      evaluated: false,
      proposals: 'distinct',
      existing: [],
      seed: 1,
    } as const
    const root = await expand(trial, context)
    expect(root.proposals).toHaveLength(3)
    expect(counts.reads).toBe(2)
    const child = await expand({ ...trial, id: 1, node: 1, state: 'a', want: 0 }, context)
    expect(child.usage?.calls).toBe(0)
    expect(counts.reads).toBe(2)
  })

  it('values a finished state by its answer alone, without a call', async () => {
    const { model, counts } = letterModel({})
    const expand = embeddedExpand(embeddedStepModel(model), task)
    const context = { signal: new AbortController().signal }
    const trial = {
      id: 0,
      node: 0,
      depth: 3,
      want: 0,
      evaluate: true,
      evaluated: false,
      proposals: 'distinct',
      existing: [],
      seed: 1,
    } as const
    expect((await expand({ ...trial, state: 'abc' }, context)).value).toBe(1)
    expect((await expand({ ...trial, state: 'aba' }, context)).value).toBe(0)
    expect(counts.reads).toBe(0)
  })
})
