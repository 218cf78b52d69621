/** A section's document, as `.repo/bench.mjs` shows and checks it. */
export interface Goal {
  readonly name: string
  readonly got: number
  readonly goal: string
  readonly isMet: boolean
  /** Whether a miss cannot be noise. */
  readonly isExact: boolean
}

export const isQuick = process.argv.includes('--quick')

export function atMost(name: string, got: number, most: number, isExact = false): Goal {
  return { name, got: Number(got.toFixed(3)), goal: `<= ${most}`, isMet: got <= most, isExact }
}

export function atLeast(name: string, got: number, least: number): Goal {
  return { name, got: Number(got.toFixed(3)), goal: `>= ${least}`, isMet: got >= least, isExact: false }
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

/** Median, and in brackets the smallest and largest. */
export function spread(values: readonly number[], digits = 2): string {
  const [min, max] = [Math.min(...values), Math.max(...values)]
  return `${median(values).toFixed(digits)} [${min.toFixed(digits)}, ${max.toFixed(digits)}]`
}
