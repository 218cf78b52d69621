import { ALGORITHMS, createPreset } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scaledOptions } from './scale-options.ts'

const named = (name: string) => ALGORITHMS.find((algorithm) => algorithm.name === name)!

describe('scaledOptions', () => {
  it('fits what depends on the budget and leaves the rest alone', () => {
    const budget = { steps: 64, depth: 8 }
    expect(scaledOptions(named('gumbel'), budget)).toEqual({ simulations: 64 })
    const few = { simulations: 7, rootChildren: 3, maxConsidered: 3 }
    expect(scaledOptions(named('gumbel'), { steps: 7.9, depth: 3 })).toEqual(few)
    expect(scaledOptions(named('best-of-n'), budget)).toEqual({ n: 0 })
    expect(scaledOptions(named('self-consistency'), budget)).toEqual({ n: 0 })
    expect(scaledOptions(named('particles'), budget)).toEqual({ n: 8, rounds: 0 })
    expect(scaledOptions(named('particles'), { steps: 20, depth: 8 })).toEqual({ n: 2, rounds: 0 })
    expect(scaledOptions(named('uct'), budget)).toEqual({})
    expect(scaledOptions(named('greedy'), budget)).toEqual({})
    // 3 + 7 * 2 * 3 = 45 steps; a beam of three would take 66.
    expect(scaledOptions(named('beam'), budget)).toEqual({ width: 2, children: 3 })
    expect(scaledOptions(named('beam'), { steps: 16, depth: 8 })).toEqual({ width: 1, children: 2 })
    expect(scaledOptions(named('beam'), { steps: 240, depth: 8 }, { children: 4 })).toEqual({ width: 9, children: 4 })
  })

  it('gives every algorithm options that it takes, whatever the budget', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ALGORITHMS),
        fc.double({ min: 0.01, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 64 }),
        (algorithm, steps, depth) => {
          createPreset(algorithm.name, scaledOptions(algorithm, { steps, depth }))
        },
      ),
    )
  })
})
