import { portableExp } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clouds } from '../../test/clouds.ts'
import { expectCode } from '../../test/codes.ts'
import { probeLabel, probeProbabilities, trainProbe } from './linear-probe.ts'

const FOUR = clouds(
  3,
  50,
  [
    [4, 0, 0],
    [0, 4, 0],
    [0, 0, 4],
    [-4, -4, -4],
  ],
  1,
)

describe('trainProbe', () => {
  it('tells linearly separated clouds apart', () => {
    const probe = trainProbe(FOUR)
    const right = FOUR.states.filter((state, i) => probeLabel(probe, state) === FOUR.labels[i]).length
    expect(right).toBeGreaterThanOrEqual(198)
  })

  it('learns how frequent labels are where states say nothing', () => {
    const states = Array.from({ length: 8 }, () => Float32Array.of(2, 2))
    const probe = trainProbe({ states, labels: ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'b'] })
    const [a, b] = probeProbabilities(probe, states[0]!)
    expect([a, b]).toEqual([expect.closeTo(0.75, 6), expect.closeTo(0.25, 6)])
  })

  it('agrees with the one-dimensional solution by hand', () => {
    // Two states at -1 and 1, one of each label: the weights are w and -w, so the log odds at x are 2 w x, and the gradient of the summed
    // loss vanishes where penalty · w = 2 (1 - sigmoid(2 w)).
    const probe = trainProbe({ states: [Float64Array.of(-1), Float64Array.of(1)], labels: [0, 1] }, { penalty: 1 })
    const w = probe.weights[1]![0]!
    expect(probe.weights[0]![0]).toBeCloseTo(-w, 6)
    expect(w).toBeCloseTo(2 * (1 - 1 / (1 + portableExp(-2 * w))), 6)
  })

  it('shrinks with the penalty, and ends at a minimum', () => {
    const size = (penalty: number): number =>
      trainProbe(FOUR, { penalty })
        .weights.flat()
        .reduce((sum, w) => sum + w * w, 0)
    const sizes = [0.01, 1, 100, 10000].map(size)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })

  it('gives probabilities that sum to one, whatever it is shown, and does not mind the units of a direction', () => {
    const probe = trainProbe(FOUR)
    const scaled = trainProbe({
      ...FOUR,
      states: FOUR.states.map((state) => state.map((x, i) => (i === 1 ? 1024 * x : x))),
    })
    const coordinate = fc.float({ min: -100, max: 100, noNaN: true })
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, (x, y, z) => {
        const seen = probeProbabilities(probe, Float32Array.of(x, y, z))
        expect(seen.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12)
        const other = probeProbabilities(scaled, Float32Array.of(x, 1024 * y, z))
        seen.forEach((p, i) => expect(other[i]).toBeCloseTo(p, 4))
      }),
    )
  })

  it('is the same to the bit each time, and after JSON', () => {
    const probe = trainProbe(FOUR)
    expect(trainProbe(FOUR)).toEqual(probe)
    const again = JSON.parse(JSON.stringify(probe)) as typeof probe
    expect(probeProbabilities(again, FOUR.states[7]!)).toEqual(probeProbabilities(probe, FOUR.states[7]!))
  })

  it('refuses what it cannot learn from', () => {
    const state = Float32Array.of(1)
    expectCode('TOO_FEW', () => trainProbe({ states: [state, state], labels: [1, 1] }))
    expectCode('WRONG_LENGTH', () => trainProbe({ states: [state], labels: [1, 2] }))
    expectCode('WRONG_LENGTH', () => probeProbabilities(trainProbe(FOUR), state))
    expectCode('INVALID_OPTIONS', () => trainProbe(FOUR, { penalty: -1 }))
  })
})
