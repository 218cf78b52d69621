import { drawsOf } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clouds, shuffled } from '../../test/clouds.ts'
import { expectCode } from '../../test/codes.ts'
import { controlLabels, probeStates } from './control-task.ts'
import { groupedSplit } from './grouped-split.ts'

describe('groupedSplit', () => {
  it('keeps groups together, leaves nothing out, and has both sides', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 50 }),
        fc.integer(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (groups, seed, testShare) => {
          fc.pre(new Set(groups).size > 1)
          const { train, test } = groupedSplit(groups, { seed, testShare })
          expect([...train, ...test].toSorted((a, b) => a - b)).toEqual(groups.map((_, i) => i))
          expect(Math.min(train.length, test.length)).toBeGreaterThan(0)
          const held = new Set(test.map((i) => groups[i]))
          expect(train.filter((i) => held.has(groups[i]))).toEqual([])
        },
      ),
    )
  })

  it('holds out the share it was asked for', () => {
    const groups = Array.from({ length: 100 }, (_, i) => i)
    expect(groupedSplit(groups, { seed: 1 }).test).toHaveLength(30)
    expectCode('TOO_FEW', () => groupedSplit([1, 1], { seed: 1 }))
  })
})

describe('controlLabels', () => {
  const types = Array.from({ length: 3000 }, (_, i) => `node ${i}`)
  const labels = types.map((_, i) => (i % 4 === 0 ? 'yes' : 'no'))

  it('gives a type one label for good, whatever else there is', () => {
    const all = controlLabels([...types, ...types], [...labels, ...labels], 7)
    expect(all.slice(0, 3000)).toEqual(all.slice(3000))
    const order = shuffled(2, types)
    const other = controlLabels(order, labels, 7)
    expect(other).toEqual(order.map((type) => all[types.indexOf(type)]))
    expect(controlLabels(types, labels, 8)).not.toEqual(all.slice(0, 3000))
  })

  it('has the labels as often as they are, without regard to the true ones', () => {
    const control = controlLabels(types, labels, 1)
    expect(control.filter((label) => label === 'yes').length / 3000).toBeCloseTo(0.25, 1)
    const among = control.filter((label, i) => label === 'yes' && labels[i] === 'yes').length
    expect(among / 750).toBeCloseTo(0.25, 1)
  })
})

describe('probeStates', () => {
  const groups = Array.from({ length: 400 }, (_, i) => i >> 2)

  it('finds a selective probe where the label is in the state and the type is not', () => {
    const { states, labels } = clouds(
      4,
      200,
      [
        [2, 0, 0, 0],
        [-2, 0, 0, 0],
      ],
      0.7,
    )
    const draw = drawsOf(1, 0)
    const report = probeStates(
      { states, labels, types: groups.map(() => Math.floor(draw() * 40)), groups },
      { seed: 3 },
    )
    expect(report.accuracy).toBeGreaterThan(0.97)
    expect(Math.abs(report.control - report.controlMajority)).toBeLessThan(0.06)
    expect(report.selectivity).toBe(report.accuracy - report.control)
    expect([report.train, report.test]).toEqual([280, 120])
    expect(report.majority).toBeCloseTo(0.5, 1)
  })

  it('finds none where a state is only its type, for then the control task is as easy', () => {
    const types = groups.map((_, i) => (i * 7) % 16)
    const states = types.map((type) => Float32Array.from({ length: 16 }, (_, k) => Number(k === type)))
    const report = probeStates({ states, labels: types.map((type) => type % 2), types, groups }, { seed: 3 })
    expect([report.accuracy, report.control, report.selectivity]).toEqual([1, 1, 0])
  })

  it('refuses lists that do not fit', () => {
    const states = [Float32Array.of(1), Float32Array.of(2)]
    expectCode(
      'WRONG_LENGTH',
      () => probeStates({ states, labels: [1, 2], types: [1], groups: [1, 2] }, { seed: 1 }),
      () => probeStates({ states, labels: [1, 2], types: [1, 2], groups: [1] }, { seed: 1 }),
      () => probeStates({ states, labels: [1], types: [1], groups: [1, 2] }, { seed: 1 }),
    )
  })
})
