import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  validationSchema,
  type Budget,
  type EstimatedAmount,
  type SearchInfo,
  type SearchSpec,
} from '@espalier/protocol'
import { createCatalog } from '../catalog.ts'
import { estimateSearch } from './estimate-search.ts'

const catalog = createCatalog()

const specOf = (budget: Budget, change: Partial<SearchSpec> = {}): SearchSpec => ({
  name: 'search',
  task: 'countdown',
  problem: { numbers: [4, 9, 10, 13], target: 24 },
  model: 'uniform',
  algorithm: { name: 'mcts', options: {} },
  budget,
  seed: 0,
  concurrency: 1,
  ...change,
})

/** A search that ended after so many trials, each of which took 2 calls, 30 + 10 tokens, 3 nodes and 5 ms. */
function ended(trials: number, reason: SearchInfo['reason'] = 'trials', change: Partial<SearchInfo> = {}): SearchInfo {
  return {
    id: 's',
    status: 'finished',
    createdAt: '2026-01-01T00:00:00Z',
    label: '',
    spec: specOf({ trials }),
    budget: { trials },
    imported: false,
    forkedFrom: null,
    reason,
    failure: null,
    events: trials,
    nodes: trials * 3,
    trials,
    failures: 0,
    rejected: 0,
    usage: { calls: trials * 2, promptTokens: trials * 30, completionTokens: trials * 10 },
    answer: null,
    value: reason === 'value' ? 1 : null,
    elapsedMs: trials * 5,
    ...change,
  }
}

const solved = (trials: number): SearchInfo => ended(trials, 'value')

describe('an estimate', () => {
  it('knows the limits of the budget and nothing else before the first search', () => {
    const nothing = { p10: null, p50: null, p90: null }
    expect(estimateSearch(specOf({ trials: 200, tokens: 900, timeMs: 60_000 }), [], catalog)).toEqual({
      searches: 0,
      sameAlgorithm: true,
      trials: { ...nothing, limit: 200 },
      calls: { ...nothing, limit: null },
      promptTokens: { ...nothing, limit: null },
      completionTokens: { ...nothing, limit: 900 },
      timeMs: { ...nothing, limit: 60_000 },
      dollars: { p10: 0, p50: 0, p90: 0, limit: 0 },
    })
  })

  it('is what earlier searches would have taken under this budget', () => {
    const earlier = [solved(20), solved(60), ended(100), ended(90, 'aborted'), ended(30, 'exhausted')]
    const { searches, trials, calls, promptTokens, completionTokens, timeMs } = estimateSearch(
      specOf({ trials: 80, value: 1 }),
      earlier,
      catalog,
    )
    expect(searches).toBe(5)
    // 20 and 60 to their answers, 30 to the end of the tree; the two that were cut short would have gone on to the 80th.
    expect(trials).toEqual({ p10: 20, p50: 60, p90: 80, limit: 80 })
    expect(calls).toEqual({ p10: 40, p50: 120, p90: 160, limit: null })
    expect(promptTokens).toMatchObject({ p50: 1800 })
    expect(completionTokens).toMatchObject({ p10: 200, p50: 600, p90: 800 })
    expect(timeMs).toMatchObject({ p10: 100, p50: 300, p90: 400 })
  })

  it.each<[Budget, number]>([
    [{ nodes: 30 }, 10],
    [{ tokens: 101 }, 11],
    [{ timeMs: 50 }, 10],
    [{ trials: 12, nodes: 3000, tokens: 3000 }, 12],
  ])('stops earlier searches where %j is spent', (budget, trials) => {
    const { trials: got } = estimateSearch(specOf(budget), [ended(100), ended(100), ended(100)], catalog)
    expect(got).toMatchObject({ p10: trials, p50: trials, p90: trials })
  })

  it('goes on past an answer that is not good enough, and past every one without a wanted value', () => {
    const earlier = [solved(20), solved(20), solved(20)].map((search) => ({ ...search, value: 0.8 }))
    expect(estimateSearch(specOf({ trials: 70, value: 0.9 }), earlier, catalog).trials.p50).toBe(70)
    expect(estimateSearch(specOf({ trials: 70 }), earlier, catalog).trials.p50).toBe(70)
    expect(estimateSearch(specOf({ trials: 70, value: 0.8 }), earlier, catalog).trials.p50).toBe(20)
    expect(estimateSearch(specOf({}), earlier, catalog).trials).toEqual({
      p10: null,
      p50: null,
      p90: null,
      limit: null,
    })
  })

  it('is as wide as it can be while there are one or two', () => {
    expect(estimateSearch(specOf({ trials: 80, value: 1 }), [solved(20)], catalog)).toMatchObject({
      searches: 1,
      trials: { p10: 1, p50: 20, p90: 80 },
      calls: { p10: 2, p50: 40, p90: 160 },
    })
  })

  it('rests on the same algorithm once there are three, on the same model before, and on nothing from elsewhere', () => {
    const beam = specOf({ trials: 10 }, { algorithm: { name: 'beam', options: {} } })
    const others = [1, 2, 3, 4].map(() => ended(50))
    const beams = [1, 2, 3].map(() => ended(10, 'trials', { spec: beam }))
    const of = (earlier: readonly SearchInfo[]) => {
      const { searches, sameAlgorithm } = estimateSearch(beam, earlier, catalog)
      return { searches, sameAlgorithm }
    }
    expect(of([...others, ...beams])).toEqual({ searches: 3, sameAlgorithm: true })
    expect(of([...others, ...beams.slice(1)])).toEqual({ searches: 6, sameAlgorithm: false })
    expect(of(beams.slice(1))).toEqual({ searches: 2, sameAlgorithm: true })
    expect(
      of([
        ended(10, 'trials', { imported: true }),
        ended(10, 'trials', { status: 'running' }),
        ended(10, 'trials', { status: 'failed' }),
        ended(0, 'aborted'),
        ended(10, 'trials', { spec: specOf({}, { model: 'other' }) }),
        ended(10, 'trials', { spec: specOf({}, { task: 'other' }) }),
      ]),
    ).toEqual({ searches: 0, sameAlgorithm: true })
  })

  it('says what a model costs that has prices, and nothing of one that has none', () => {
    const [uniform] = catalog.models
    const { prices: _, ...bare } = uniform!
    const priced = { ...bare, prices: { prompt: 2, completion: 10 } }
    const earlier = [ended(1000), ended(1000), ended(1000)]
    const costs = (models: typeof catalog.models) =>
      estimateSearch(specOf({ trials: 100, tokens: 5000 }), earlier, { ...catalog, models }).dollars
    expect(costs([bare])).toBeNull()
    // 100 trials read 3,000 tokens and write 1,000.
    expect(costs([priced])).toMatchObject({ p50: 0.016, limit: null })
    expect(costs([{ ...priced, prices: { prompt: 0, completion: 10 } }])).toMatchObject({ p50: 0.01, limit: 0.05 })
  })

  it('never expects more than the budget allows, nor less of more', () => {
    const reasons = fc.constantFrom('trials', 'value', 'exhausted', 'aborted', 'nodes' as const)
    const search = fc.tuple(fc.integer({ min: 1, max: 500 }), reasons).map(([trials, reason]) => ended(trials, reason))
    const budget = fc.record(
      {
        trials: fc.integer({ min: 1, max: 300 }),
        value: fc.constantFrom(0.5, 1),
        tokens: fc.integer({ min: 1, max: 9000 }),
      },
      { requiredKeys: ['trials'] },
    )
    fc.assert(
      fc.property(fc.array(search, { maxLength: 20 }), budget, (earlier, limits) => {
        const spec = specOf(limits)
        const estimate = estimateSearch(spec, earlier, catalog)
        expect(validationSchema.parse({ spec, label: '', estimate }).estimate).toEqual(estimate)
        expect(estimate.trials.p90 ?? 0).toBeLessThanOrEqual(limits.trials)
        const { trials, calls, promptTokens, completionTokens, timeMs } = estimate
        for (const { p10, p50, p90 } of [trials, calls, promptTokens, completionTokens, timeMs] as EstimatedAmount[]) {
          if (earlier.length === 0) expect([p10, p50, p90]).toEqual([null, null, null])
          else expect([p10, p50, p90]).toEqual([p10, p50, p90].toSorted((a, b) => a! - b!))
        }
        const more = estimateSearch(specOf({ ...limits, trials: limits.trials * 2 }), earlier, catalog)
        expect(more.trials.p50 ?? 0).toBeGreaterThanOrEqual(estimate.trials.p50 ?? 0)
      }),
    )
  })

  it('refuses a model that is not there', () => {
    expect(() => estimateSearch(specOf({}, { model: 'gpt' }), [], catalog)).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_MODEL' }),
    )
  })
})
