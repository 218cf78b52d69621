import { drawsOf } from '@espalier/core'
import { describe, expect, it } from 'vitest'
import { letterModel } from '../../test/letter-model.ts'
import { embeddedStepModel } from './embedded-step-model.ts'

const TABLE = { '': [0.6, 0.3, 0.1, 0], a: [0, 0.3, 0, 0.7] }
const CONTEXT = { signal: new AbortController().signal }
const request = (
  prompt: string,
  count: number,
  mode: 'distinct' | 'independent' | 'likeliest',
  exclude: string[] = [],
) => ({
  prompt,
  count,
  mode,
  exclude: new Set(exclude),
  draw: drawsOf(1, 1),
})

describe('embeddedStepModel', () => {
  it('gives distinct steps in order, goes on where it stopped, and says when none are left', async () => {
    const { model, counts } = letterModel(TABLE)
    const steps = embeddedStepModel(model)
    const first = await steps.write(request('p', 2, 'distinct'), CONTEXT)
    expect(first.steps.map((step) => step.text)).toEqual(['a)', 'b)'])
    expect(first.exhausted).toBe(false)
    const rows = counts.rows
    const more = await steps.write(request('p', 1, 'distinct', ['a)', 'b)']), CONTEXT)
    expect(more.steps.map((step) => step.text)).toEqual(['ab)'])
    expect(counts.rows - rows).toBeLessThanOrEqual(2)
    const rest = await steps.write(request('p', 9, 'distinct', ['a)', 'b)', 'ab)']), CONTEXT)
    expect(rest.steps.map((step) => step.text)).toEqual(['c)'])
    expect(rest.exhausted).toBe(true)
    expect(counts.reads).toBe(1)
  })

  it('reads a prompt once, and many in one call', async () => {
    const { model, counts } = letterModel(TABLE, (prompt) => (prompt === 'good' ? 0.9 : 0.2))
    const steps = embeddedStepModel(model)
    const { values, usage } = await steps.value(['good', 'bad', 'good'], CONTEXT)
    expect(values).toEqual([0.9, 0.2, 0.9])
    expect(usage).toEqual({ calls: 1, promptTokens: 7, completionTokens: 0 })
    expect((await steps.value(['bad'], CONTEXT)).usage.calls).toBe(0)
    expect((await steps.write(request('good', 1, 'likeliest'), CONTEXT)).usage.promptTokens).toBe(0)
    expect(counts.reads).toBe(1)
  })

  it('samples independently, repeats included, and counts what it wrote', async () => {
    const { model } = letterModel({ '': [1, 0, 0, 0] })
    const reply = await embeddedStepModel(model).write(request('p', 3, 'independent'), CONTEXT)
    expect(reply.steps.map((step) => step.text)).toEqual(['a)', 'a)', 'a)'])
    expect(reply.usage.completionTokens).toBe(6)
  })

  it('keeps a bounded number of prompts and gives all memory back', async () => {
    const { model, counts } = letterModel(TABLE)
    const steps = embeddedStepModel(model, { cachedPrompts: 2 })
    for (const prompt of ['p', 'q', 'r', 's', 'p']) await steps.write(request(prompt, 4, 'distinct'), CONTEXT)
    expect(counts.reads).toBe(5)
    expect(counts.live).toBeLessThan(12)
    expect((await steps.value(['a', 'b', 'c', 'd', 'a'], CONTEXT)).values).toEqual([0.5, 0.5, 0.5, 0.5, 0.5])
    steps.dispose()
    expect(counts.live).toBe(0)
  })
})
