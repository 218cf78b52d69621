import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { questions, smallWorld } from '../test/small-model.ts'
import { placeStep } from './thought-backend.ts'
import type { ThoughtState } from './thought-state.ts'
import { REFINE_METHODS, type ThoughtStep } from './thought-step.ts'

type State = ThoughtState<(typeof questions)[number]>

/** Lines of thought over two questions, grown from a list of choices. */
function lines(world: ReturnType<typeof smallWorld>, choices: readonly number[]): State[] {
  const { backend, task } = world
  const states: State[] = questions.slice(0, 2).map((question) => backend.root(question))
  for (const [i, choice] of choices.entries()) {
    const parent = states[choice % states.length]!
    const symbol = (choice * 7 + i) % parent.problem.symbols.length
    const step: ThoughtStep =
      i % 5 === 4
        ? { operator: 'refine', symbol, method: REFINE_METHODS[choice % 4]!, by: 'head', evaluations: 6, seed: choice }
        : i % 3 === 0
          ? { operator: 'gaussian', symbol, sigma: 0.5, seed: choice }
          : i % 3 === 1
            ? { operator: 'steer', symbol, strength: 0.5 }
            : { operator: 'word', symbol }
    states.push(backend.extend(parent, placeStep(task, parent, step)))
  }
  return states
}

const choices = fc.array(fc.nat(1000), { minLength: 1, maxLength: 25 })

describe('a pool of thoughts', () => {
  it('makes a forgotten thought again bit for bit, in any order and company', async () => {
    await fc.assert(
      fc.asyncProperty(choices, fc.integer({ min: 1, max: 6 }), async (given, capacity) => {
        const roomy = smallWorld()
        const narrow = smallWorld({ capacity })
        const wanted = await roomy.pool.thoughtsOf(lines(roomy, given))
        const states = lines(narrow, given)
        for (const [i, state] of [...states.entries()].reverse()) {
          const [thought] = await narrow.pool.thoughtsOf([state])
          expect([...thought!.hidden]).toEqual([...wanted[i]!.hidden])
          expect([...thought!.readOut]).toEqual([...wanted[i]!.readOut])
        }
        expect(narrow.runtime.usage().caches).toBeLessThanOrEqual(capacity)
      }),
      { numRuns: 15 },
    )
  })

  it('computes nothing twice while there is room, however it is asked', async () => {
    const world = smallWorld()
    const states = lines(world, [3, 1, 4, 1, 5, 9, 2, 6])
    await Promise.all([
      world.pool.thoughtsOf(states),
      world.pool.thoughtsOf(states.slice(3)),
      world.pool.thoughtsOf(states),
    ])
    const tried = states.reduce((sum, { step }) => sum + (step?.operator === 'refine' ? step.evaluations : 0), 0)
    expect(world.pool.computed()).toBe(states.length + tried)
  })

  it('keeps nothing after it was let go', async () => {
    const world = smallWorld()
    await world.pool.thoughtsOf(lines(world, [1, 2, 3, 4]))
    expect(world.runtime.usage().caches).toBe(6)
    world.pool.dispose()
    expect(world.runtime.usage()).toMatchObject({ caches: 0, positions: 0 })
  })

  it('costs kilobytes a thought, not the whole line', async () => {
    const world = smallWorld()
    const states = lines(
      world,
      Array.from({ length: 40 }, (_, i) => i * 3),
    )
    await world.pool.thoughtsOf(states.slice(0, 2))
    const before = world.runtime.usage().positions
    await world.pool.thoughtsOf(states)
    expect(world.runtime.usage().positions - before).toBe(40)
  })

  it('stays usable after a request that failed', async () => {
    const world = smallWorld()
    const broken = world.backend.root({ ...questions[0]!, root: 999 })
    await expect(world.pool.thoughtsOf([broken])).rejects.toThrow(/no such slot/)
    expect(await world.pool.thoughtsOf([world.backend.root(questions[0]!)])).toHaveLength(1)
  })

  it('is the same on the reference runtime to float tolerance', async () => {
    const [fast, plain] = [smallWorld(), smallWorld({ kind: 'reference' })]
    const given = [3, 1, 4, 1, 5]
    const a = await fast.pool.thoughtsOf(lines(fast, given))
    const b = await plain.pool.thoughtsOf(lines(plain, given))
    for (const [i, { hidden }] of a.entries()) {
      for (const [k, x] of hidden.entries()) expect(Math.abs(x - b[i]!.hidden[k]!)).toBeLessThan(1e-4)
    }
  })
})
