import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agreementOf, type Rating } from './agreement.ts'

const times = (n: number, row: readonly Rating[]): (readonly Rating[])[] => Array.from({ length: n }, () => row)

describe('agreementOf', () => {
  it("is Cohen's kappa for two raters, hand-computed", () => {
    // 50 subjects: both yes 20, first only 5, second only 10, neither 15. Observed 35/50; expected 25/50 * 30/50 + 25/50 * 20/50 = 1/2.
    const rows = [...times(20, ['y', 'y']), ...times(5, ['y', 'n']), ...times(10, ['n', 'y']), ...times(15, ['n', 'n'])]
    expect(agreementOf(rows)).toEqual({
      kappa: expect.closeTo(0.4, 12) as number,
      observed: 0.7,
      subjects: 50,
      raters: 2,
    })
    // Three categories, observed 5/8; first rater 3, 3, 2 of 8, second 2, 3, 3: expected (6 + 9 + 6) / 64.
    const three = [...times(2, [1, 1]), ...times(2, [2, 2]), [3, 3], [1, 3], [2, 3], [3, 2]] as const
    expect(agreementOf(three).kappa).toBeCloseTo((5 / 8 - 21 / 64) / (1 - 21 / 64), 12)
  })

  it("is Fleiss' kappa for more, hand-computed", () => {
    // Rows of 3 raters: aaa, aab, abb, bbb. Sums of squares 9, 5, 5, 9: observed (28 - 12) / (4 * 6); 6 a and 6 b: expected 1/2.
    const rows = [
      ['a', 'a', 'a'],
      ['a', 'a', 'b'],
      ['a', 'b', 'b'],
      ['b', 'b', 'b'],
    ]
    expect(agreementOf(rows)).toMatchObject({
      observed: expect.closeTo(2 / 3, 12) as number,
      kappa: expect.closeTo(1 / 3, 12) as number,
    })
  })

  it("gives the figure of Fleiss's own form of table: 14 raters, 10 subjects, 5 categories", () => {
    const counts = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ]
    const rows = counts.map((row) => row.flatMap((count, category) => times(count, [category]).flat()))
    expect(agreementOf(rows).kappa).toBeCloseTo(0.21, 3)
  })

  it('leaves out what not everybody rated, and says nothing of nothing', () => {
    expect(
      agreementOf([
        ['a', 'a'],
        ['a', null],
        ['b', 'a'],
      ]),
    ).toMatchObject({ subjects: 2, observed: 0.5 })
    expect(agreementOf([[null, 1]])).toEqual({ kappa: null, observed: null, subjects: 0, raters: 2 })
    expect(
      agreementOf([
        ['a', 'a'],
        ['a', 'a'],
      ]),
    ).toMatchObject({ kappa: null, observed: 1 })
    expect(() => agreementOf([['a']])).toThrow(/two at least/)
    expect(() => agreementOf([['a', 'b'], ['a']])).toThrow(/as many ratings/)
  })

  it('lies in [-1, 1], is 1 for one mind, and does not care who is who', () => {
    const rows = fc.integer({ min: 2, max: 5 }).chain((raters) =>
      fc.array(fc.array(fc.constantFrom<Rating[]>('a', 'b', 'c', null), { minLength: raters, maxLength: raters }), {
        minLength: 1,
        maxLength: 12,
      }),
    )
    fc.assert(
      fc.property(rows, (all) => {
        const { kappa, observed } = agreementOf(all)
        const turned = agreementOf(all.map((row) => row.toReversed()))
        expect(turned.kappa === null).toBe(kappa === null)
        if (kappa === null) return
        expect(kappa >= -1 - 1e-12 && kappa <= 1 + 1e-12).toBe(true)
        expect(observed! >= 0 && observed! <= 1).toBe(true)
        expect(turned.kappa).toBeCloseTo(kappa, 9)
        const oneMind = agreementOf(all.map((row) => row.map(() => row[0]!)))
        if (oneMind.kappa !== null) expect(oneMind.kappa).toBeCloseTo(1, 12)
      }),
    )
  })
})
