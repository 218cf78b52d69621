import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { questions, smallWorld } from '../../test/small-model.ts'
import type { Thought } from '../thought-model.ts'
import { REFINE_METHODS, REFINE_SCORES, type RefineStep } from '../thought-step.ts'
import { goalMass } from '../thought-value.ts'
import { lengthOf } from '../vectors/length.ts'
import { refineInputs } from './refine-inputs.ts'

const { model, task, backend, runtime } = smallWorld()
const problem = questions[0]!
const state = backend.root(problem)
const [thought] = (await model.begin([task.prompt(problem)], 'thought')) as [Thought]

const refine = (steps: readonly RefineStep[]) =>
  refineInputs(
    model,
    task,
    steps.map((step) => ({ state, thought, step })),
  )

/** What the score of a step says of a vector. */
async function worth(vector: Float32Array, { by }: RefineStep): Promise<number> {
  const [next] = await model.think([{ cache: thought.cache, input: vector, as: 'thought' }])
  model.release(next!.cache)
  return by === 'head' ? model.value!([next!.hidden])[0]! : goalMass(task, state, model.readOut([next!.hidden])[0]!)
}

const step: fc.Arbitrary<RefineStep> = fc.record({
  operator: fc.constant('refine' as const),
  symbol: fc.constant(0),
  method: fc.constantFrom(...REFINE_METHODS),
  by: fc.constantFrom(...REFINE_SCORES),
  evaluations: fc.integer({ min: 2, max: 20 }),
  seed: fc.integer({ min: 0, max: 0xffffffff }),
})

describe('refining a thought against the model', () => {
  it('comes to the same bits in any company, never to a worse vector, at the length of the thought', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        const together = await refine(steps)
        const before = await worth(thought.hidden, steps[0]!)
        for (const [i, one] of steps.entries()) {
          expect([...(await refine([one]))[0]!]).toEqual([...together[i]!])
          expect(lengthOf(together[i]!) / lengthOf(thought.hidden)).toBeCloseTo(1, 4)
        }
        expect(await worth(together[0]!, steps[0]!)).toBeGreaterThanOrEqual(before)
      }),
      { numRuns: 25 },
    )
  })

  it('finds better vectors the more it tries, by every method', async () => {
    for (const method of REFINE_METHODS) {
      const gain = async (evaluations: number): Promise<number> => {
        const steps = Array.from({ length: 10 }, (_, seed): RefineStep => ({
          operator: 'refine',
          symbol: 0,
          by: 'implicit',
          method,
          evaluations,
          seed,
        }))
        const vectors = await refine(steps)
        const values = await Promise.all(vectors.map((vector, i) => worth(vector, steps[i]!)))
        return values.reduce((sum, value) => sum + value, 0)
      }
      expect(await gain(4)).toBeLessThan(await gain(40))
    }
  })

  it('lets go of every cache', async () => {
    const { caches } = runtime.usage()
    await refine([{ operator: 'refine', symbol: 0, method: 'evolve', by: 'head', evaluations: 17, seed: 1 }])
    expect(runtime.usage().caches).toBe(caches)
  })

  it('refuses the head of a model without one', async () => {
    const headless = { ...model, value: null }
    const row = { state, thought, step: { ...fc.sample(step, 1)[0]!, by: 'head' as const } }
    await expect(refineInputs(headless, task, [row])).rejects.toThrow('expected a model with a value head (step.by)')
  })
})
