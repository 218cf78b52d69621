import fc from 'fast-check'
import { ALGORITHMS, createPreset } from '@espalier/core'
import { describe, expect, it } from 'vitest'
import { openLegalSteps } from '../testing/legal-steps-model.ts'
import { scaledOptions } from './scale-options.ts'
import { runWithin, UNITS, type RunWithin } from './run-within.ts'
import { openTask, type TaskName } from './task.ts'

const open = (task: TaskName) =>
  openTask({ task, count: 3, seed: 1, numbers: 5, checkpoint: null, model: null, backend: null }, openLegalSteps())

const host = () => {
  let ms = 0
  return { clock: () => ms++, breathe: () => Promise.resolve(), signal: new AbortController().signal }
}

describe('runWithin', () => {
  it.each(ALGORITHMS)(
    'never lets $name exceed a budget, in any unit, alone or with trials in flight',
    async (algorithm) => {
      const tasks = [await open('noisy-tree'), await open('countdown')]
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...tasks),
          fc.constantFrom(...UNITS),
          fc.uniqueArray(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 3 }),
          fc.constantFrom(1, 5),
          fc.integer({ min: 0, max: 1000 }),
          async (task, unit, some, concurrency, seed) => {
            const budgets = some.toSorted((a, b) => a - b)
            const options = scaledOptions(algorithm, { steps: budgets[0]!, depth: task.steps })
            const preset = createPreset(algorithm.name, options)
            const standings = await runWithin({
              ...host(),
              task,
              problem: seed % 3,
              algorithm: preset,
              seed,
              unit,
              budgets,
              concurrency,
            })
            expect(standings!.map(({ budget }) => budget)).toEqual(budgets)
            for (const standing of standings!) expect(standing[unit]).toBeLessThanOrEqual(standing.budget)
          },
        ),
        { numRuns: 12 },
      )
    },
  )

  it('comes to the same as a search under each budget alone', async () => {
    const task = await open('noisy-tree')
    const run: Omit<RunWithin, 'budgets'> = {
      ...host(),
      task,
      problem: 0,
      algorithm: createPreset('mcts'),
      seed: 4,
      unit: 'calls',
      concurrency: 1,
    }
    const budgets = [5, 20, 21, 60]
    const withoutMs = async (own: readonly number[]) =>
      (await runWithin({ ...run, budgets: own }))!.map((standing) => ({ ...standing, ms: 0 }))
    const together = await withoutMs(budgets)
    const apart = await Promise.all(budgets.map((budget) => withoutMs([budget])))
    expect(together).toEqual(apart.flat())
    expect(together.map(({ calls }) => calls)).toEqual(budgets)
  })

  it('stops at an answer that is known to be right, and spends no more', async () => {
    const task = await open('game24')
    const algorithm = createPreset('mcts')
    const run = { ...host(), task, problem: 0, algorithm, seed: 1, unit: 'trials' as const, concurrency: 1 }
    const [last, more] = (await runWithin({ ...run, budgets: [2000, 4000] }))!
    expect((await task.score(0, last!.answer)).solved).toBe(true)
    expect(more).toMatchObject({ trials: last!.trials, answer: last!.answer })
  })

  it('counts trials that fail', async () => {
    const task = await open('noisy-tree')
    const failing = {
      ...task,
      createExpand: () => ({ expand: () => Promise.reject(new Error('no luck')), dispose: () => {} }),
    }
    const run = { ...host(), task: failing, problem: 0, algorithm: createPreset('uct'), seed: 1, concurrency: 1 }
    const [standing] = (await runWithin({ ...run, unit: 'trials', budgets: [2] }))!
    expect(standing).toMatchObject({ trials: 2, answer: '' })
  })

  it('is nothing when it is called off', async () => {
    const task = await open('noisy-tree')
    const run = { ...host(), task, problem: 0, algorithm: createPreset('uct'), seed: 1, concurrency: 1 }
    const signal = AbortSignal.abort()
    expect(await runWithin({ ...run, unit: 'calls', budgets: [10], signal })).toBeNull()
  })
})
