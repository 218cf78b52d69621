import fc from 'fast-check'
import { expect, it } from 'vitest'
import { consideredVisits } from './sequential-halving.ts'

const sequence = (considered: number, simulations: number, length = simulations): number[] => {
  const at = consideredVisits(considered, simulations)
  return Array.from({ length }, (_, i) => at(i))
}

it('halves in rounds of equal visits, as worked out by hand', () => {
  // 4 children, 2 rounds: 8 / (2 * 4) = 1 visit each, then 8 / (2 * 2) = 2 each for the better two.
  expect(sequence(4, 8)).toEqual([0, 0, 0, 0, 1, 1, 2, 2])
  // 3 children, 2 rounds: 8 / (2 * 3) = 1 visit each, then 2 each for two, and so on.
  expect(sequence(3, 8)).toEqual([0, 0, 0, 1, 1, 2, 2, 3])
  // 8 children, 3 rounds: 24 / (3 * 8) = 1, 24 / (3 * 4) = 2, 24 / (3 * 2) = 4.
  expect(sequence(8, 24)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6])
  expect(sequence(1, 4)).toEqual([0, 1, 2, 3])
})

it('gives every child a first visit where there are too few simulations for rounds, and goes on beyond the plan', () => {
  expect(sequence(8, 3)).toEqual([0, 0, 0])
  expect(sequence(4, 8, 12)).toEqual([0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
})

it('can always be met: in every prefix, some child has the visits that are asked for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 200 }), (considered, simulations) => {
      const visits = Array.from({ length: considered }, () => 0)
      for (const wanted of sequence(considered, simulations, simulations * 2)) {
        const child = visits.indexOf(wanted)
        expect(child).toBeGreaterThanOrEqual(0)
        visits[child]!++
      }
    }),
  )
})
