/** Visits that a table has room for at first, and at most: 8 KiB a search. */
const FIRST = 64
const MOST = 1024

/**
 * A function of visits, each value worked out once: the weight of exploration terms, whose logarithm is a good part of a descent. All nodes but a few
 * have fewer visits than the table has room for. Whoever reads `values` does so in its own loop, and calls `fill` where there is nothing yet: a number
 * that a function returns may cost an allocation.
 */
export class VisitTable {
  /** By visits; 0 where a value is not worked out yet. */
  values = new Float64Array(FIRST)
  private readonly workOut: (visits: number) => number

  constructor(workOut: (visits: number) => number) {
    this.workOut = workOut
  }

  /** The value, which is in the table from now on if it has room. */
  fill(visits: number): number {
    const value = this.workOut(visits)
    if (visits >= MOST) return value
    if (visits >= this.values.length) {
      const old = this.values
      this.values = new Float64Array(Math.min(MOST, Math.max(old.length * 2, visits + 1)))
      this.values.set(old)
    }
    this.values[visits] = value
    return value
  }
}
