import { describe, expect, it } from 'vitest'
import { expectCode } from '../../test/codes.ts'
import { wilson } from '../statistics/wilson.ts'
import { carrierReport, type CarrierTrial } from './carrier.ts'

/** The part carries everything: the answer follows it and is lost without it. */
const CARRIED: CarrierTrial = { receiver: 'a', donor: 'b', swapped: 'b', others: 'a', corrupted: 'c', correct: 'a' }
/** The part carries nothing. */
const IDLE: CarrierTrial = { receiver: 'a', donor: 'b', swapped: 'a', others: 'b', corrupted: 'a', correct: 'a' }
const times = (count: number, trial: CarrierTrial): CarrierTrial[] => Array.from({ length: count }, () => trial)

describe('carrierReport', () => {
  it('counts who is followed', () => {
    const report = carrierReport([...times(9, CARRIED), IDLE])
    expect(report.sufficiency).toEqual(wilson(9, 10))
    expect(report.selectivity).toEqual(wilson(1, 10))
    expect(report.corruptionDrop).toBeCloseTo(0.9, 12)
    expect([report.pairs, report.carries]).toEqual([10, true])
  })

  it('wants all three', () => {
    expect(carrierReport(times(3, IDLE)).carries).toBe(false)
    expect(carrierReport(times(3, { ...CARRIED, others: 'b' })).carries).toBe(false)
    expect(carrierReport(times(3, { ...CARRIED, corrupted: 'a' })).carries).toBe(false)
    expect(carrierReport(times(3, { ...CARRIED, swapped: 'a' })).carries).toBe(false)
    expect(carrierReport([...times(7, CARRIED), ...times(3, IDLE)]).carries).toBe(false)
    expect(
      carrierReport([...times(7, CARRIED), ...times(3, IDLE)], { sufficiency: 0.7, selectivity: 0.3 }).carries,
    ).toBe(true)
  })

  it('takes pairs with the same answer for the drop alone', () => {
    const same: CarrierTrial = { receiver: 'a', donor: 'a', swapped: 'a', others: 'a', corrupted: 'a', correct: 'a' }
    const report = carrierReport([CARRIED, same])
    expect([report.pairs, report.sufficiency.mean, report.corruptionDrop]).toEqual([1, 1, 0.5])
    expectCode('TOO_FEW', () => carrierReport([same]))
    expectCode('INVALID_OPTIONS', () => carrierReport([CARRIED], { drop: 2 }))
  })
})
