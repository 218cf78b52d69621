import { expect, it } from 'vitest'
import { ROOT, createPreset, createSearch, explorationTerms } from '@espalier/core'
import { someSearch } from '../../test/some-search.ts'
import { candidatesOf } from './read-nodes.ts'

/** A root with two children: `a` worth 0.9, `b` worth 0.2; values told below them are 0.5 and 0.1. */
function twoBranches() {
  const search = createSearch({
    problem: '',
    backend: {
      name: 'letters',
      root: () => '',
      extend: (state: string, step: string) => state + step,
      isTerminal: (state) => state.length > 1,
      answer: () => null,
      label: (step) => step,
    },
    algorithm: createPreset('uct', { children: 2 }),
    seed: 1,
  })
  const values: Readonly<Record<string, number>> = { '': 0.5, a: 0.9, b: 0.2, aa: 0.5, ba: 0.1 }
  for (let trial = search.ask(); trial !== null && search.fold.asked < 40; trial = search.ask()) {
    const steps = trial.state === '' ? ['a', 'b'] : ['a']
    const proposals = trial.want === 0 ? [] : steps.map((step) => ({ step, prior: 0.5 }))
    search.tell(trial.id, { value: trial.evaluate ? values[trial.state]! : null, proposals, exhausted: trial.want > 0 })
  }
  return search.fold
}

it('bounds the mean of a candidate from below and compares it with the best', () => {
  const [first, second] = candidatesOf(twoBranches(), ROOT)
  // Two values each: standard deviation is half their difference, the standard error that over the root of 2.
  expect(first).toMatchObject({ label: 'a', visits: 2, gap: 0 })
  expect(first!.q).toBeCloseTo(0.7, 12)
  expect(first!.lowerBound).toBeCloseTo(0.7 - (1.96 * 0.2) / Math.SQRT2, 12)
  expect(second!.lowerBound).toBeCloseTo(0.15 - (1.96 * 0.05) / Math.SQRT2, 12)
  expect(second!.gap).toBeCloseTo(0.15 - 0.7, 12)
})

it('has no bound for fewer than two visits', () => {
  const fold = twoBranches()
  const [leaf] = candidatesOf(fold, candidatesOf(fold, ROOT)[0]!.node)
  expect(leaf).toMatchObject({ visits: 1, lowerBound: null, gap: 0 })
})

it('carries the exploration term that the algorithm would add now, where it has one', () => {
  const { fold } = someSearch(60, 3, 'muzero')
  const terms = explorationTerms(fold, ROOT)
  expect(terms.size).toBeGreaterThan(1)
  for (const { node, exploration } of candidatesOf(fold, ROOT)) expect(exploration).toBe(terms.get(node) ?? null)
  const none = someSearch(60, 3, 'beam')
  expect(candidatesOf(none.fold, ROOT).every(({ exploration }) => exploration === null)).toBe(true)
})
