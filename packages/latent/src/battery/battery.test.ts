import fc from 'fast-check'
import { generateGraphs } from '@espalier/tasks'
import { beforeAll, describe, expect, it } from 'vitest'
import { expectCode } from '../../test/codes.ts'
import { smallModel } from '../../test/small-model.ts'
import { runBattery, type BatteryReport } from './run-battery.ts'
import { BATTERY_TESTS, type ExpectedPrompt } from './result.ts'

const asked: readonly ExpectedPrompt[] = generateGraphs('tiny', 24, 9).map(({ question, target }) => ({
  prompt: { edges: question.edges, root: question.root, goals: question.options },
  expected: question.options[0] === target ? 0 : 1,
}))
const pairs = asked.slice(0, 12).map((before) => ({
  before,
  after: { prompt: { ...before.prompt, edges: before.prompt.edges.toReversed() }, expected: before.expected },
}))

describe('the battery on an untrained model', () => {
  const { graph, runtime } = smallModel()
  let report: BatteryReport
  beforeAll(() => {
    report = runBattery(graph, { sample: asked, pairs, thoughts: 3, seed: 4 })
  })
  const of = (test: string) => report.results.find((result) => result.test === test)!
  const figure = (test: string, name: string) => of(test).figures.find((one) => one.name === name)!

  it('fails what asks whether thoughts matter', () => {
    expect(report.results.map(({ test }) => test)).toEqual(BATTERY_TESTS)
    for (const test of ['necessity', 'counterfactual', 'carrier'])
      expect([test, of(test).verdict]).not.toContain('pass')
    expect(of('necessity').verdict).toBe('fail')
  })

  it('says why a test was not run', () => {
    expect(of('pause')).toMatchObject({
      verdict: 'not run',
      figures: [],
      says: 'Not run: no control checkpoint given.',
    })
    const alone = runBattery(graph, { sample: asked, thoughts: 1, seed: 4 })
    const notRun = alone.results.filter(({ verdict }) => verdict === 'not run').map(({ test }) => test)
    expect(notRun).toEqual(expect.arrayContaining(['counterfactual', 'steer', 'pause', 'carrier']))
  })

  it('changes nothing by its controls', () => {
    expect(figure('swap', 'answers changed by own thoughts (control)').mean).toBe(0)
    const control = runBattery(graph, { sample: asked, thoughts: 3, seed: 4, control: graph })
    expect(control.results.find(({ test }) => test === 'pause')!.figures).toHaveLength(3)
  })

  it('gives the same report for the same seed, and every interval holds its mean', () => {
    expect(runBattery(graph, { sample: asked, pairs, thoughts: 3, seed: 4 })).toEqual(report)
    for (const { figures } of report.results)
      for (const { mean, low, high, name } of figures.filter(({ count }) => count > 0)) {
        expect(low, name).toBeLessThanOrEqual(mean + 1e-12)
        expect(high, name).toBeGreaterThanOrEqual(mean - 1e-12)
      }
  })

  it('lets go of every cache', () => {
    expect(runtime.usage().caches).toBe(0)
  })

  it('lays no more than all mass on groups of nodes', () => {
    for (const { mass, questions } of report.readings.steps) {
      if (questions === 0) continue
      const sum = Object.values(mass).reduce((a, b) => a + b, 0)
      expect(sum).toBeGreaterThan(0)
      expect(sum).toBeLessThanOrEqual(1 + 1e-4)
    }
  })

  it('turns around with the expected answers', () => {
    fc.assert(
      fc.property(fc.nat(1000), (seed) => {
        const turned = asked.map(({ prompt, expected }) => ({ prompt, expected: expected === 0 ? 1 : 0 }) as const)
        const accuracy = (sample: readonly ExpectedPrompt[]): number =>
          runBattery(graph, { sample, thoughts: 1, seed }).results[0]!.figures[1]!.mean
        expect(accuracy(turned)).toBeCloseTo(1 - accuracy(asked), 12)
      }),
      { numRuns: 3 },
    )
  })

  it('refuses too small a sample and options out of range', () => {
    expectCode('TOO_FEW', () => runBattery(graph, { sample: asked.slice(0, 3), seed: 1 }))
    expectCode('INVALID_OPTIONS', () => runBattery(graph, { sample: asked, thoughts: 0, seed: 1 }))
    expectCode('INVALID_OPTIONS', () => runBattery(graph, { sample: asked, seed: -1 }))
  })
})
