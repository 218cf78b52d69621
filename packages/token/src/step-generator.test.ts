import { describe, expect, it } from 'vitest'
import type { Trial } from '@espalier/core'
import { stepGenerator } from './step-generator.ts'
import type { StepModel, StepReply } from './step-model.ts'

const CONTEXT = { signal: new AbortController().signal }

function trial(want: number, options: Partial<Trial<string>> = {}): Trial<string> {
  return {
    id: 3,
    node: 1,
    depth: 1,
    state: 's',
    evaluate: false,
    evaluated: false,
    want,
    proposals: 'distinct',
    existing: [],
    seed: 1,
    ...options,
  }
}

/** Writes the given texts in order, skipping those excluded. */
function scripted(texts: readonly string[]): StepModel & { readonly asked: number[] } {
  const asked: number[] = []
  return {
    name: 'scripted',
    asked,
    write: (request): Promise<StepReply> => {
      asked.push(request.count)
      const left = texts.filter((text) => !request.exclude.has(text))
      const steps = left.slice(0, request.count).map((text) => ({ text, logProbability: Math.log(0.25) }))
      return Promise.resolve({
        steps,
        exhausted: left.length <= request.count,
        usage: { calls: 1, promptTokens: 2, completionTokens: 5 * steps.length },
      })
    },
  }
}

const parse = (_state: string, text: string) =>
  text.startsWith('!') ? ({ ok: false, reason: 'syntax' } as const) : ({ ok: true, step: text } as const)

describe('stepGenerator', () => {
  it('turns probabilities into priors and adds usage up', async () => {
    const generate = stepGenerator({ model: scripted(['x', 'y', 'z']), prompt: (state) => state, parse })
    const { proposals, usage, rejected, exhausted } = await generate(trial(2), null, CONTEXT)
    expect(proposals).toEqual([
      { step: 'x', prior: expect.closeTo(0.25, 9) },
      { step: 'y', prior: expect.closeTo(0.25, 9) },
    ])
    expect(usage).toEqual({ calls: 1, promptTokens: 2, completionTokens: 10 })
    expect(rejected).toEqual([])
    expect(exhausted).toBeUndefined()
  })

  it('refuses what does not parse, asks again for what is missing, and never repairs', async () => {
    const model = scripted(['!a', 'x', '!b', 'y'])
    const generate = stepGenerator({ model, prompt: (state) => state, parse })
    const { proposals, rejected, usage } = await generate(trial(2), null, CONTEXT)
    expect(proposals.map((proposal) => proposal.step)).toEqual(['x', 'y'])
    expect(rejected).toEqual([
      { label: '!a', reason: 'syntax' },
      { label: '!b', reason: 'syntax' },
    ])
    expect(model.asked).toEqual([2, 1, 1])
    expect(usage?.completionTokens).toBe(20)
  })

  it('remembers refusals at a prompt, so that they are neither paid for nor shown again', async () => {
    const generate = stepGenerator({ model: scripted(['!a', '!b', 'x', 'y']), prompt: (state) => state, parse })
    await generate(trial(1), null, CONTEXT)
    const again = await generate(trial(1, { existing: ['x'] }), null, CONTEXT)
    expect(again.proposals.map((proposal) => proposal.step)).toEqual(['y'])
    expect(again.rejected).toEqual([])
  })

  it('refuses a second way to the same state, also of a child from before', async () => {
    const key = (step: string): string => step.toLowerCase()
    const generate = stepGenerator({ model: scripted(['x', 'X', 'y']), prompt: (state) => state, parse, key })
    const first = await generate(trial(2), null, CONTEXT)
    expect(first.proposals.map((proposal) => proposal.step)).toEqual(['x', 'y'])
    expect(first.rejected).toEqual([{ label: 'X', reason: 'duplicate' }])
    const fresh = stepGenerator({ model: scripted(['x', 'X', 'y']), prompt: (state) => state, parse, key })
    const second = await fresh(trial(2, { existing: ['X'] }), null, CONTEXT)
    expect(second.proposals.map((proposal) => proposal.step)).toEqual(['y'])
  })

  it('passes independent samples through as they are, once, repeats included', async () => {
    const model = scripted(['x'])
    const repeat: StepModel = {
      name: 'repeat',
      write: (request) => model.write({ ...request, exclude: new Set() }, CONTEXT),
    }
    const generate = stepGenerator({ model: repeat, prompt: (state) => state, parse, key: (step) => step })
    const { proposals, exhausted } = await generate(
      trial(1, { proposals: 'independent', existing: ['x'] }),
      null,
      CONTEXT,
    )
    expect(proposals.map((proposal) => proposal.step)).toEqual(['x'])
    expect(exhausted).toBeUndefined()
  })

  it('says when the model has nothing more', async () => {
    const generate = stepGenerator({ model: scripted(['!a', 'x']), prompt: (state) => state, parse })
    const { proposals, exhausted } = await generate(trial(5), null, CONTEXT)
    expect(proposals).toHaveLength(1)
    expect(exhausted).toBe(true)
  })
})
