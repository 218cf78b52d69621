import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelScale, scoreScale, YES_OR_NO, type Scale } from './scale.ts'

const table = (scale: Scale, rows: readonly (readonly [string, number | null])[]): void => {
  for (const [said, value] of rows) expect([said, scale.read(said)]).toEqual([said, value])
}

describe('scales', () => {
  it('read Yes and No as first words', () => {
    table(YES_OR_NO, [
      ['Yes', 1],
      ['no', 0],
      ['YES, but', 1],
      ['No.', 0],
      ['No way', 0],
      ['Nobody', null],
      ['Yes or No', null],
      ['Yes/No', null],
      ['maybe', null],
      ['…', null],
      ['(Yes)', null],
    ])
  })

  it('read scores within their ends', () => {
    table(scoreScale(), [
      ['7', 0.7],
      ['7.5', 0.75],
      ['10/10', 1],
      ['10 / 10', 1],
      ['7/5', null],
      ['11', null],
      ['-1', null],
      ['7-8', null],
      ['7 out of 10', 0.7],
      ['seven', null],
      ['1e1', null],
      ['0', 0],
      ['8x', null],
    ])
    table(scoreScale({ worst: 1, best: 5 }), [
      ['1', 0],
      ['3', 0.5],
      ['5/5', 1],
      ['0', null],
    ])
    table(scoreScale({ worst: 10, best: 0 }), [
      ['10', 0],
      ['0', 1],
      ['0/10', 1],
    ])
    expect(() => scoreScale({ worst: 1, best: 1 })).toThrow(/two numbers/)
  })

  it('read labels whole, the longest first', () => {
    table(labelScale(['poor', 'good', 'good enough', 'Very good']), [
      ['Poor', 0],
      ['good', 1 / 3],
      ['good enough.', 2 / 3],
      ['very good', 1],
      ['goodish', null],
      ['poor, good, good enough', null],
      ['poor or good', null],
      ['bad', null],
    ])
    for (const labels of [['one'], ['a', 'A'], ['a', ''], ['a', 'b:']])
      expect(() => labelScale(labels)).toThrow(/different words/)
  })

  it('give numbers in [0, 1] or nothing, whatever is said', () => {
    const scales = [YES_OR_NO, scoreScale(), scoreScale({ worst: -3, best: 2 }), labelScale(['a', 'b', 'c'])]
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.float().map(String), fc.constantFrom('yes', 'b', 'c ')), (said) => {
        for (const scale of scales) {
          const value = scale.read(said)
          if (value !== null) expect(value >= 0 && value <= 1).toBe(true)
        }
      }),
    )
  })
})
