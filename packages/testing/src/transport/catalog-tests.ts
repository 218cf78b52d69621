import { algorithmListSchema, modelListSchema, taskListSchema, validationSchema } from '@espalier/protocol'
import { expect, it } from 'vitest'
import { ended, expectRefusal, withTransport, type TransportSuiteOptions } from './transport-suite.ts'

/** What searches can be made of, and requests that cannot be one. */
export function catalogTests(options: TransportSuiteOptions): void {
  const { short } = options

  it('says what searches can be made of, with examples that pass', () =>
    withTransport(options, async (transport) => {
      const catalog = await transport.catalog()
      expect(algorithmListSchema.parse(catalog).algorithms).not.toEqual([])
      expect(modelListSchema.parse(catalog).models).not.toEqual([])
      expect(taskListSchema.parse(catalog).tasks).not.toEqual([])
      for (const { name, examples } of catalog.tasks) {
        const isWorkedAt = catalog.models.some(({ tasks }) => tasks.includes(name))
        for (const problem of examples) {
          if (!isWorkedAt) {
            // A task in words, where nobody named a language model.
            await expectRefusal(transport.validate({ task: name, problem }), 'invalid-request', 400)
            continue
          }
          const { spec, label } = await transport.validate({ task: name, problem })
          expect(spec.task).toBe(name)
          expect(label).not.toBe('')
        }
      }
    }))

  it('fills in defaults, and starts nothing by it', () =>
    withTransport(options, async (transport) => {
      const { spec } = await transport.validate({ task: short.task, problem: short.problem })
      expect(spec).toMatchObject({ name: 'search', seed: 0, concurrency: 1, algorithm: { name: 'mcts' } })
      expect((await transport.list()).searches).toEqual([])
    }))

  it('estimates what a search would take: from the budget alone, then from the searches that ended before', () =>
    withTransport(options, async (transport) => {
      const budget = { trials: 150, value: 1 }
      const request = { ...short, budget }
      const first = await transport.validate(request)
      expect(validationSchema.parse(first)).toEqual(first)
      expect(first.estimate).toMatchObject({
        searches: 0,
        trials: { p10: null, p50: null, p90: null, limit: 150 },
        calls: { p50: null, limit: null },
      })
      const used: number[] = []
      for (let seed = 0; seed < 3; seed++) used.push((await ended(transport, { ...request, seed })).trials)
      used.sort((a, b) => a - b)
      const { estimate } = await transport.validate(request)
      expect(estimate).toMatchObject({
        searches: 3,
        sameAlgorithm: true,
        trials: { p10: used[0], p50: used[1], p90: used[2], limit: 150 },
      })
      const half = await transport.validate({ ...request, budget: { ...budget, trials: 1 } })
      expect(half.estimate.trials).toEqual({ p10: 1, p50: 1, p90: 1, limit: 1 })
    }))

  it('refuses what is no request, and says where', () =>
    withTransport(options, async (transport) => {
      for (const [wrong, pointer] of [
        [{ ...short, task: 'no-such-task' }, '/task'],
        [{ ...short, model: 'no-such-model' }, '/model'],
        [{ ...short, seed: -1 }, '/seed'],
        [{ ...short, budget: { trials: 0 } }, '/budget/trials'],
        [{ ...short, algorithm: { name: 'no-such-algorithm' } }, '/algorithm'],
      ] as const) {
        for (const work of [transport.validate(wrong), transport.create(wrong)]) {
          await expectRefusal(work, 'invalid-request', 400)
          await expect(work).rejects.toMatchObject({
            problem: { errors: expect.arrayContaining([expect.objectContaining({ pointer })]) },
          })
        }
      }
      expect((await transport.list()).searches).toEqual([])
    }))
}
