import { expect, it } from 'vitest'
import { STRATA, studentBorders, studentTail } from './student-tail.ts'

it('has the tails of the tables', () => {
  for (const [degrees, x, tail] of [
    [1, 1, 0.25],
    [1, 0, 0.5],
    [2, 4.302653, 0.025],
    [5, 4.032143, 0.005],
    [10, 1.812461, 0.05],
    [30, 2.042272, 0.025],
    [64, 3.223, 0.001],
  ] as const)
    expect(studentTail(degrees, x)).toBeCloseTo(tail, 5)
})

it('puts borders where the tail halves, down to one in 2^32', () => {
  for (const [k, border] of studentBorders(1).slice(1, STRATA).entries()) {
    // One degree is a Cauchy: cot(pi 2^-k), which is 1 / (pi 2^-k) far out.
    const p = 2 ** -(k + 1)
    const exact = k === 0 ? 0 : 1 / Math.tan(Math.PI * p)
    expect(border).toBeCloseTo(exact, 9 - Math.ceil(Math.log10(1 + exact)))
  }
  for (const [k, border] of studentBorders(2).slice(1, STRATA).entries()) {
    const p = 2 ** -(k + 1)
    expect(border / ((1 - 2 * p) / Math.sqrt(2 * p * (1 - p)) || 1)).toBeCloseTo(k === 0 ? 0 : 1, 10)
  }
  for (const degrees of [1, 3, 17, 64]) {
    const borders = studentBorders(degrees)
    for (let k = 1; k < STRATA; k++) expect(studentTail(degrees, borders[k]!) * 2 ** k).toBeCloseTo(1, 9)
  }
})
