/** Visits that a table has room for at first; it grows to a quarter of the most visits that were seen. */
const FIRST = 256

/**
 * A function of visits, each value worked out once: the weight of exploration terms, whose logarithm is a good part of a descent. All nodes but the
 * topmost few have had as many visits as some other node had before. Whoever reads `values` does so in its own loop, and calls `fill` where there is
 * nothing yet: a number that a function returns may cost an allocation.
 */
export class VisitTable {
  /** By visits; 0 where a value is not worked out yet. */
  values = new Float64Array(FIRST)
  private most = 0
  private readonly workOut: (visits: number) => number

  constructor(workOut: (visits: number) => number) {
    this.workOut = workOut
  }

  /** The value, which is in the table from now on if it has room. */
  fill(visits: number): number {
    const value = this.workOut(visits)
    if (visits > this.most) this.most = visits
    // Half a byte a node in a tree of four children a node, whose records are 64.
    const room = this.values.length * 2
    if (room <= this.most >>> 2 && visits < room) this.grow(room)
    if (visits < this.values.length) this.values[visits] = value
    return value
  }

  private grow(room: number): void {
    const old = this.values
    this.values = new Float64Array(room)
    this.values.set(old)
  }
}
