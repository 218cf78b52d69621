import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { questions, smallWorld } from '../test/small-model.ts'
import { parseLabel } from './step-label.ts'
import { placeStep } from './thought-backend.ts'
import { REFINE_METHODS, REFINE_SCORES, type ThoughtStep } from './thought-step.ts'

const { task, backend } = smallWorld()
const question = questions[0]!
const root = backend.root(question)

const seed = fc.integer({ min: 0, max: 0xffffffff })
const symbol = fc.integer({ min: 0, max: question.symbols.length - 1 })
const positive = fc.double({ min: 1e-9, max: 1, noNaN: true })
const steps: fc.Arbitrary<ThoughtStep> = fc.oneof(
  fc.record({ operator: fc.constantFrom('identity' as const, 'word' as const), symbol }),
  fc.record({ operator: fc.constant('steer' as const), symbol, strength: positive }),
  fc.record({ operator: fc.constant('gaussian' as const), symbol, sigma: positive, seed }),
  fc.record({
    operator: fc.constant('dropout' as const),
    symbol,
    rate: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    seed,
  }),
  fc.record({ operator: fc.constant('gumbel' as const), symbol, temperature: positive, seed }),
  fc.record({ operator: fc.constant('dirichlet' as const), symbol, concentration: positive, seed }),
  fc.record({
    operator: fc.constant('refine' as const),
    symbol,
    method: fc.constantFrom(...REFINE_METHODS),
    by: fc.constantFrom(...REFINE_SCORES),
    evaluations: fc.integer({ min: 2, max: 1024 }),
    seed,
  }),
)

describe('labels of steps', () => {
  it('hold everything: a step comes back as it was', () => {
    fc.assert(
      fc.property(steps, (step) => {
        const placed = placeStep(task, root, step)
        expect(placed.label).not.toMatch(/\n/)
        expect(parseLabel(task, root, placed.label)).toEqual(placed)
      }),
    )
  })

  it('say the step in words first', () => {
    const say = (step: ThoughtStep): string => placeStep(task, root, step).label
    const words = say({ operator: 'word', symbol: 1 })
    expect(words).toMatch(/ is a /)
    expect(say({ operator: 'steer', symbol: 1, strength: 0.5 })).toBe(`${words} [steer 0.5]`)
    expect(say({ operator: 'gaussian', symbol: 1, sigma: 0.5, seed: 7 })).toBe(`${words} [gaussian 0.5 7]`)
    expect(say({ operator: 'refine', symbol: 1, method: 'voot', by: 'head', evaluations: 8, seed: 7 })).toBe(
      `${words} [refine voot head 8 7]`,
    )
  })

  it('of no step here are refused', () => {
    const words = placeStep(task, root, { operator: 'word', symbol: 1 }).label
    for (const bad of [
      '',
      'nonsense',
      `${words} [steer]`,
      `${words} [steer 0]`,
      `${words} [steer 2]`,
      `${words} [gaussian 0.5 -1]`,
      `${words} [gaussian voot 1]`,
      `${words} [refine voot head 8]`,
      `${words} [refine voot head 1 7]`,
      `${words} [refine head voot 8 7]`,
      `${words} [refine 1 2 8 7]`,
      `${words} [refine voot head voot 7]`,
    ])
      expect(parseLabel(task, root, bad), bad).toBeNull()
    for (const bad of [
      `${words} [word]`,
      `${words} [dropout 1 1]`,
      `${words} [teleport 1]`,
      'Every nobody is a thing. [identity]',
    ])
      expect(parseLabel(task, root, bad), bad).toBeNull()
  })

  it('never make anything else of any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = parseLabel(task, root, text)
        if (parsed !== null) expect(placeStep(task, root, parsed.step).step).toEqual(parsed.step)
      }),
    )
  })
})
