import { NONE, portableExp, type Trial } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { questions, smallWorld } from '../test/small-model.ts'
import { drawnPriors } from './drawn-priors.ts'
import type { OperatorSetting } from './propose-steps.ts'
import { parseLabel } from './step-label.ts'
import { placeStep } from './thought-backend.ts'
import { proposalsOf } from './thought-proposals.ts'
import type { ThoughtState } from './thought-state.ts'

const { model, task, backend, pool } = smallWorld()
const question = questions[0]!
const root = backend.root(question)

async function propose(
  operators: readonly OperatorSetting[],
  change: Partial<Trial<ThoughtState<typeof question>>> = {},
) {
  const trial = {
    id: 3,
    node: NONE,
    depth: 0,
    state: root,
    evaluate: true,
    evaluated: false,
    want: 6,
    proposals: 'distinct' as const,
    existing: [],
    seed: 5,
    ...change,
  }
  const [thought] = await pool.thoughtsOf([trial.state])
  const proposed = await proposalsOf(trial, thought!, { model, task, pool, operators, temperature: 1 })
  return { readOut: thought!.readOut, ...proposed }
}

const DRAWING = ['gaussian', 'gumbel', 'dirichlet', 'dropout', 'refine'] as const

describe('priors of drawn vectors', () => {
  it('are what their symbols share, hand-computed', () => {
    const readOut = Float32Array.from([0.6, 0.3, 0.1], Math.log)
    const priors = drawnPriors([0, 0, 1, 2], readOut)
    expect([...priors].map((prior) => Number(prior.toFixed(6)))).toEqual([0.3, 0.3, 0.3, 0.1])
    // Where a symbol was never drawn, the others stand for it.
    expect([...drawnPriors([1, 2], readOut)].map((prior) => Number(prior.toFixed(6)))).toEqual([0.75, 0.25])
  })

  it('sum to one, and are equal where the draws have the shares of the policy', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 20 }), (symbols) => {
        const share = (symbol: number): number => symbols.filter((other) => other === symbol).length / symbols.length
        const readOut = Float32Array.from({ length: 8 }, (_, symbol) => Math.log(share(symbol)))
        const priors = drawnPriors(symbols, readOut)
        for (const prior of priors) expect(prior).toBeCloseTo(1 / symbols.length, 5)
      }),
    )
  })

  it.each(DRAWING)('of %s follow the model, not the number of draws', async (operator) => {
    const { proposals, readOut } = await propose([{ operator }])
    expect(proposals).toHaveLength(6)
    const byHand = drawnPriors(
      proposals.map(({ step }) => step.step.symbol),
      readOut,
    )
    expect(proposals.map(({ prior }) => prior)).toEqual([...byHand])
    expect(proposals.reduce((sum, { prior }) => sum + prior, 0)).toBeCloseTo(1, 9)
  })

  it('count what was drawn before, and nothing that was named', async () => {
    const operators = [{ operator: 'gaussian', sigma: 2 }] as const
    const first = await propose(operators)
    const existing = first.proposals.map(({ step }) => step.label)
    const named = placeStep(task, root, { operator: 'steer', symbol: 1, strength: 0.5 }).label
    const more = await propose(operators, { id: 4, want: 1, existing: [...existing, named] })
    const before = existing.map((label) => parseLabel(task, root, label)!.step.symbol)
    const [next] = more.proposals
    expect(next!.prior).toBe(drawnPriors([...before, next!.step.step.symbol], more.readOut).at(-1))
  })

  it('of named steps stay the probabilities of their symbols', async () => {
    const { proposals, readOut } = await propose([{ operator: 'steer' }, { operator: 'gumbel' }], { want: 100 })
    for (const { step, prior } of proposals) {
      if (step.step.operator === 'steer') expect(prior).toBe(portableExp(readOut[step.step.symbol]!))
    }
    expect(new Set(proposals.map(({ step }) => step.step.operator))).toEqual(new Set(['steer', 'gumbel']))
  })
})

it('below a mask there is the one vector of that mask', async () => {
  const [first] = (await propose([{ operator: 'dropout' }])).proposals
  const below = backend.extend(root, first!.step)
  const once = await propose([{ operator: 'dropout' }], { state: below })
  expect(once.proposals).toHaveLength(1)
  expect(once.exhausted).toBe(true)
  const existing = once.proposals.map(({ step }) => step.label)
  expect(await propose([{ operator: 'dropout' }], { state: below, existing })).toMatchObject({
    proposals: [],
    exhausted: true,
  })
})
