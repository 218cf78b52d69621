/** What a section of the benchmarks prints, as one JSON document; `.repo/bench.mjs` shows and checks it. */
export interface Report {
  readonly section: string
  /** What is measured, in a sentence. */
  readonly about: string
  readonly tables: readonly Table[]
  readonly goals: readonly Goal[]
}

export interface Table {
  readonly title?: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

export interface Goal {
  readonly name: string
  readonly got: number
  /** For people: `<= 1.05`. */
  readonly goal: string
  readonly isMet: boolean
  /** Counted or in virtual time: the same on every machine, so that a miss is a fault and not noise. */
  readonly isExact: boolean
}

export function print(report: Report): void {
  console.log(JSON.stringify(report))
}

export const isQuick = process.argv.includes('--quick')

export const rounded = (x: number, digits = 2): number => Number(x.toFixed(digits))

export function atMost(name: string, got: number, most: number, isExact = false): Goal {
  return { name, got: rounded(got, 4), goal: `<= ${most}`, isMet: got <= most, isExact }
}

export function atLeast(name: string, got: number, least: number, isExact = false): Goal {
  return { name, got: rounded(got, 4), goal: `>= ${least}`, isMet: got >= least, isExact }
}

/** Smallest, middle and largest. */
export function spread(values: readonly number[]): {
  readonly min: number
  readonly median: number
  readonly max: number
} {
  const sorted = values.toSorted((a, b) => a - b)
  return { min: sorted[0]!, median: sorted[sorted.length >> 1]!, max: sorted.at(-1)! }
}

export const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length
