import { portableExp, portableLog } from '../portable-math.ts'
import type { Draw } from '../random.ts'
import { drawStudent } from './draw-from.ts'
import { studentPosterior, type Evidence, type GaussianPrior, type StudentPosterior } from './posterior.ts'
import { STRATA, studentBorders } from './student-tail.ts'

/** More degrees of freedom than this are drawn in the plain way: such arms are few, and tables for each would be many. */
const MOST_DEGREES = 64
/** Among fewer arms than this most draws are made anyway, and made faster in the plain way (`npm run bench -- abmcts`). */
const FEW_ARMS = 48

/**
 * Thompson sampling over many arms: the arm of the highest draw from its posterior. In the plain way K arms cost K draws. Among many, an arm first
 * draws its stratum, the number of leading zeros of one random word, which bounds its draw from above; the draw itself is made, inside that
 * stratum, only where the bound passes the best draw so far. The stratum's probability times the draw's density inside it is the posterior's
 * density, so this is not an approximation: the arms' draws are independent and have their posteriors' distributions, and those that were
 * not made could not have been the highest.
 */
export class ThompsonChoice {
  private readonly prior: GaussianPrior
  private readonly posterior: StudentPosterior = { mean: 0, scale: 0, degrees: 0 }
  private best = Number.NEGATIVE_INFINITY
  private isPlain = false
  /** Draws made in full since `begin`. */
  draws = 0

  constructor(prior: GaussianPrior) {
    this.prior = prior
  }

  /** A choice among so many arms begins. */
  begin(arms: number): void {
    this.isPlain = arms < FEW_ARMS
    this.best = Number.NEGATIVE_INFINITY
    this.draws = 0
  }

  /** Whether the arm's draw is the highest so far. */
  offer(seen: Evidence, draw: Draw): boolean {
    const { mean, scale, degrees } = studentPosterior(this.prior, seen, this.posterior)
    if (this.isPlain || degrees > MOST_DEGREES) return this.take(mean + scale * drawStudent(draw, degrees))
    const borders = studentBorders(degrees)
    const stratum = Math.clz32(draw() * 4294967296)
    if (mean + scale * borders[stratum + 1]! <= this.best) return false
    return this.take(mean + scale * drawInStratum(draw, degrees, stratum, borders))
  }

  private take(x: number): boolean {
    this.draws++
    if (x <= this.best) return false
    this.best = x
    return true
  }
}

/** A draw of Student's t, given the stratum that it lies in. */
export function drawInStratum(draw: Draw, degrees: number, stratum: number, borders: Float64Array): number {
  if (stratum === 0) return -Math.abs(drawStudent(draw, degrees))
  const low = borders[stratum]!
  // Beyond the last border, one draw in 2^32, the tail is a power law to all digits that matter.
  if (stratum === STRATA - 1) return low * portableExp(-portableLog(draw() + 2 ** -33) / degrees)
  const width = borders[stratum + 1]! - low
  const atLow = degrees + low * low
  for (;;) {
    const x = low + width * draw()
    if (draw() < portableExp((-(degrees + 1) / 2) * portableLog((degrees + x * x) / atLow))) return x
  }
}
