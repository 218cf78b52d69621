import { keyedDraw } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreementOf } from './agreement.ts'
import { calibrationOf, type JudgedLabel } from './calibration.ts'

const item = (value: number | null, label: boolean): JudgedLabel => ({ value, label })

describe('calibrationOf', () => {
  it('is hand-computed', () => {
    const items = [
      item(0.95, true),
      item(0.65, false),
      item(0.4, true),
      item(0.1, false),
      item(0.1, false),
      item(null, true),
    ]
    const found = calibrationOf(items, { resamples: 0 })
    expect(found).toMatchObject({ items: 6, unparsed: 1, unparsedShare: 1 / 6, threshold: 0.5 })
    const figures = Object.fromEntries(
      (['base', 'accuracy', 'auc', 'brier', 'ece', 'overRating', 'kappa'] as const).map((name) => [
        name,
        Number(found[name]!.value.toFixed(9)),
      ]),
    )
    expect(figures).toEqual({
      base: 0.4,
      accuracy: 0.6,
      // Right items beat 3 and 2 of the 3 wrong ones.
      auc: Number((5 / 6).toFixed(9)),
      brier: Number(((0.05 ** 2 + 0.65 ** 2 + 0.6 ** 2 + 2 * 0.1 ** 2) / 5).toFixed(9)),
      ece: Number(((0.05 + 0.65 + 0.6 + 0.2) / 5).toFixed(9)),
      overRating: 0,
      // Observed 3/5, expected 2/5 * 2/5 + 3/5 * 3/5 = 13/25.
      kappa: Number(((3 / 5 - 13 / 25) / (1 - 13 / 25)).toFixed(9)),
    })
    expect(found.bins[1]).toEqual({ from: 0.1, to: 0.2, count: 2, value: 0.1, rate: 0 })
    expect(found.bins[2]).toMatchObject({ count: 0, value: null, rate: null })
    expect(found.bins.reduce((sum, { count }) => sum + count, 0)).toBe(5)
  })

  it('sees a judge that flatters', () => {
    const items = Array.from({ length: 20 }, (_, i) => item(0.9, i < 8))
    expect(calibrationOf(items, { resamples: 0 }).overRating!.value).toBeCloseTo(0.6, 12)
  })

  it('has no figure where the items show none', () => {
    const none = calibrationOf([item(null, true)])
    expect([none.accuracy, none.auc, none.ece, none.kappa, none.unparsedShare]).toEqual([null, null, null, null, 1])
    expect(calibrationOf([]).unparsedShare).toBeNull()
    expect(calibrationOf([item(0.9, true), item(0.8, true)])).toMatchObject({
      auc: null,
      kappa: null,
      accuracy: { value: 1 },
    })
  })

  it('has intervals that hold the truth about as often as they say: accuracy of a judge that is right 7 times of 10', () => {
    let held = 0
    for (let study = 0; study < 100; study++) {
      const items = Array.from({ length: 80 }, (_, i) => {
        const label = keyedDraw(study, i, 0) < 0.5
        return item(Number(keyedDraw(study, i, 1) < 0.7 === label), label)
      })
      const { low, high } = calibrationOf(items, { resamples: 100, seed: study }).accuracy!
      if (low <= 0.7 && high >= 0.7) held++
    }
    // 95, less what the bootstrap of 80 items falls short by.
    expect(held).toBeGreaterThan(87)
  })

  it('draws whole groups: copies of one item make nothing surer', () => {
    const items = Array.from({ length: 30 }, (_, i) => item(keyedDraw(1, i, 0), keyedDraw(1, i, 1) < 0.5))
    const copies = items.flatMap((one, i) => Array.from({ length: 10 }, () => ({ ...one, group: String(i) })))
    const width = (all: readonly JudgedLabel[]): number => {
      const { low, high } = calibrationOf(all, { seed: 3 }).accuracy!
      return high - low
    }
    expect(width(copies)).toBeCloseTo(width(items), 1)
    expect(width(copies.map(({ value, label }) => ({ value, label })))).toBeLessThan(width(items) / 2)
  })

  it('stays within the ranges of its figures, and gives the same for the same seed', () => {
    const items = fc.array(
      fc.record({ value: fc.option(fc.double({ min: 0, max: 1, noNaN: true })), label: fc.boolean() }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 12 }), (all, bins) => {
        const found = calibrationOf(all, { resamples: 20, bins })
        expect(calibrationOf(all, { resamples: 20, bins })).toEqual(found)
        for (const name of ['base', 'accuracy', 'auc', 'brier', 'ece'] as const) {
          const figure = found[name]
          if (figure === null) continue
          for (const x of Object.values(figure)) expect(x >= -1e-12 && x <= 1 + 1e-12).toBe(true)
        }
        for (const figure of [found.overRating, found.kappa])
          if (figure !== null) expect(Math.abs(figure.value) <= 1 + 1e-12).toBe(true)
        const rows = all.flatMap(({ value, label }) => (value === null ? [] : [[value > 0.5, label]]))
        const { kappa } = rows.length === 0 ? { kappa: null } : agreementOf(rows)
        expect(found.kappa === null).toBe(kappa === null)
        if (kappa !== null) expect(found.kappa!.value).toBeCloseTo(kappa, 9)
        expect(found.bins.reduce((sum, { count }) => sum + count, 0)).toBe(
          all.filter(({ value }) => value !== null).length,
        )
      }),
    )
  })
})
