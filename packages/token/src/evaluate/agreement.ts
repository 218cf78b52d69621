import { SearchError } from '@espalier/core'

/** A category that a rater chose; null where it chose none. */
export type Rating = string | number | boolean | null

/** How far raters agree beyond chance. */
export interface Agreement {
  /** Cohen's for two raters, Fleiss' for more. In [-1, 1]: 1 for full agreement, 0 for what chance would give; null where chance alone explains all. */
  readonly kappa: number | null
  /** Share of pairs of raters that agree, in [0, 1]; null without subjects. */
  readonly observed: number | null
  /** Subjects that every rater rated: the others do not count. */
  readonly subjects: number
  readonly raters: number
}

/** Rows are subjects, columns are raters, at least two of them. */
export function agreementOf(rows: readonly (readonly Rating[])[]): Agreement {
  const raters = rows[0]?.length ?? 0
  if (rows.some((row) => row.length !== raters || raters < 2))
    throw new SearchError('INVALID_OPTIONS', 'agreementOf: expected as many ratings of every subject, two at least')
  const whole = rows.filter((row) => !row.includes(null))
  const subjects = whole.length
  if (subjects === 0) return { kappa: null, observed: null, subjects, raters }
  const { observed, expected } = raters === 2 ? cohen(whole) : fleiss(whole, raters)
  return { kappa: expected === 1 ? null : (observed - expected) / (1 - expected), observed, subjects, raters }
}

interface Shares {
  readonly observed: number
  readonly expected: number
}

/** Cohen 1960: chance is what two raters with their own habits would agree on. */
function cohen(rows: readonly (readonly Rating[])[]): Shares {
  const n = rows.length
  const share = (rater: 0 | 1, category: Rating): number => rows.filter((row) => row[rater] === category).length / n
  return {
    observed: rows.filter(([a, b]) => a === b).length / n,
    expected: categoriesOf(rows).reduce<number>((sum, category) => sum + share(0, category) * share(1, category), 0),
  }
}

/** Fleiss 1971: chance is what raters with the habits of all of them would agree on. */
function fleiss(rows: readonly (readonly Rating[])[], raters: number): Shares {
  const n = rows.length
  const counts = categoriesOf(rows).map((category) => rows.map((row) => row.filter((one) => one === category).length))
  const squares = counts.flat().reduce((sum, count) => sum + count * count, 0)
  const shares = counts.map((column) => column.reduce((sum, count) => sum + count, 0) / (n * raters))
  return {
    observed: (squares - n * raters) / (n * raters * (raters - 1)),
    expected: shares.reduce((sum, share) => sum + share * share, 0),
  }
}

const categoriesOf = (rows: readonly (readonly Rating[])[]): readonly Rating[] => [...new Set(rows.flat())]
