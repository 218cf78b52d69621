import { portableExp, portableLog } from '../portable-math.ts'
import type { Draw } from '../random.ts'
import { drawNormal } from './draw-from.ts'

/**
 * The mixed model of AB-MCTS-M (Inoue 2025, §3.3; priors of TreeQuest): values y of group j are N(alpha_j, sigmaY^2), groups are
 * N(mu, sigmaA^2), mu is N(mean, meanSpread^2), and the two spreads are half-normal.
 */
export interface MixedPrior {
  /** Of mu. TreeQuest: 0.5 and 0.2. */
  readonly mean: number
  readonly meanSpread: number
  /** Scale of the half-normal over the spread between groups. TreeQuest: 0.2. */
  readonly groupSpread: number
  /** Scale of the half-normal over the spread within a group. TreeQuest: 0.3. */
  readonly valueSpread: number
}

export const DEFAULT_MIXED: MixedPrior = { mean: 0.5, meanSpread: 0.2, groupSpread: 0.2, valueSpread: 0.3 }

/** Values of one group: how many (at least 1), their mean and the sum of their squared distances from it. */
export interface GroupEvidence {
  count: number
  mean: number
  scatter: number
}

/** One draw of everything that the groups have in common. */
export interface MixedDraw {
  mu: number
  sigmaA: number
  sigmaY: number
}

/** Cells a side of the grid over the two spreads, on a logarithmic scale. */
const COARSE = 10
const FINE = 14
/** The smallest spread that is told from none, in units of its prior's scale, and the largest. */
const LEAST = 0.01
const MOST = 4.5
/** A row of the coarse grid whose best cell has less than exp(-this) of the best one's density is not looked at again. */
const NEGLIGIBLE = 9

/**
 * Draws from the posterior of the common parameters without a Markov chain: given the two spreads everything else is normal and integrates out,
 * so their joint posterior is known up to a factor, and it is laid over a grid: once roughly, to see where it is, and once finely there. A cell
 * is drawn by its mass and a point inside it evenly (griddy sampling, Ritter & Tanner 1992); then mu, which is normal. Groups are independent
 * given these.
 */
export class MixedModel {
  private readonly prior: MixedPrior
  private readonly density = new Float64Array(Math.max(COARSE, FINE) ** 2)
  private readonly out: MixedDraw = { mu: 0, sigmaA: 0, sigmaY: 0 }

  constructor(prior: MixedPrior) {
    this.prior = prior
  }

  /** Parameters that all groups have in common, given what was seen of them; the object is used again. */
  draw(groups: readonly GroupEvidence[], draw: Draw): MixedDraw {
    const { prior, out } = this
    const wide = { a0: logOf(LEAST), a1: logOf(MOST), y0: logOf(LEAST), y1: logOf(MOST) }
    const near = groups.length === 0 ? wide : this.narrowed(groups, wide)
    this.fill(groups, near, FINE)
    const cell = this.pick(FINE, draw)
    const stepA = (near.a1 - near.a0) / FINE
    const stepY = (near.y1 - near.y0) / FINE
    out.sigmaA = prior.groupSpread * portableExp(near.a0 + stepA * (Math.floor(cell / FINE) + draw()))
    out.sigmaY = prior.valueSpread * portableExp(near.y0 + stepY * ((cell % FINE) + draw()))
    const { precision, center } = this.centerOf(groups, out.sigmaA, out.sigmaY)
    out.mu = center + drawNormal(draw) / Math.sqrt(precision)
    return out
  }

  /** The part of the grid outside of which there is next to nothing. */
  private narrowed(groups: readonly GroupEvidence[], wide: Range): Range {
    const highest = this.fill(groups, wide, COARSE)
    const floor = highest - NEGLIGIBLE
    let [aLow, aHigh, yLow, yHigh] = [COARSE, -1, COARSE, -1]
    for (let a = 0; a < COARSE; a++)
      for (let y = 0; y < COARSE; y++) {
        if (this.density[a * COARSE + y]! < floor) continue
        aLow = Math.min(aLow, a)
        aHigh = Math.max(aHigh, a)
        yLow = Math.min(yLow, y)
        yHigh = Math.max(yHigh, y)
      }
    // A cell more on each side: the coarse grid has looked at middles only.
    const a = (wide.a1 - wide.a0) / COARSE
    const y = (wide.y1 - wide.y0) / COARSE
    return {
      a0: wide.a0 + a * Math.max(0, aLow - 1),
      a1: wide.a0 + a * Math.min(COARSE, aHigh + 2),
      y0: wide.y0 + y * Math.max(0, yLow - 1),
      y1: wide.y0 + y * Math.min(COARSE, yHigh + 2),
    }
  }

  /** Log-densities at the middles of the cells; the highest of them. */
  private fill(groups: readonly GroupEvidence[], { a0, a1, y0, y1 }: Range, side: number): number {
    let highest = Number.NEGATIVE_INFINITY
    for (let a = 0; a < side; a++) {
      const logA = a0 + ((a1 - a0) * (a + 0.5)) / side
      for (let y = 0; y < side; y++) {
        const value = this.logDensity(groups, logA, y0 + ((y1 - y0) * (y + 0.5)) / side)
        this.density[a * side + y] = value
        if (value > highest) highest = value
      }
    }
    return highest
  }

  private pick(side: number, draw: Draw): number {
    const { density } = this
    const cells = side * side
    let highest = Number.NEGATIVE_INFINITY
    for (let i = 0; i < cells; i++) if (density[i]! > highest) highest = density[i]!
    let sum = 0
    for (let i = 0; i < cells; i++) sum += density[i] = portableExp(density[i]! - highest)
    let left = draw() * sum
    let cell = 0
    while (cell < cells - 1 && (left -= density[cell]!) >= 0) cell++
    return cell
  }

  /** Log of the joint posterior of the logarithms of both spreads (in units of their prior scales), up to a constant. */
  private logDensity(groups: readonly GroupEvidence[], logA: number, logY: number): number {
    const { mean, meanSpread, groupSpread, valueSpread } = this.prior
    const a = portableExp(logA)
    const y = portableExp(logY)
    const varianceA = (groupSpread * a) ** 2
    const varianceY = (valueSpread * y) ** 2
    let precision = 1 / meanSpread ** 2
    let weighted = mean * precision
    let squares = mean * weighted
    let product = 1
    let logs = 0
    let scatter = 0
    let values = 0
    for (const { count, mean: groupMean, scatter: own } of groups) {
      const variance = varianceA + varianceY / count
      precision += 1 / variance
      weighted += groupMean / variance
      squares += (groupMean * groupMean) / variance
      scatter += own
      values += count
      product *= variance
      // One logarithm for many factors, taken before they underflow.
      if (product < 1e-200 || product > 1e200) {
        logs += portableLog(product)
        product = 1
      }
    }
    logs += portableLog(product)
    const fit = -0.5 * (logs + portableLog(precision) + squares - (weighted * weighted) / precision)
    const within = -(values - groups.length) * logY - scatter / (2 * varianceY)
    // The half-normals, and the logarithms' own measure.
    return fit + within - (a * a + y * y) / 2 + logA + logY
  }

  private centerOf(groups: readonly GroupEvidence[], sigmaA: number, sigmaY: number) {
    let precision = 1 / this.prior.meanSpread ** 2
    let weighted = this.prior.mean * precision
    for (const { count, mean } of groups) {
      const variance = sigmaA * sigmaA + (sigmaY * sigmaY) / count
      precision += 1 / variance
      weighted += mean / variance
    }
    return { precision, center: weighted / precision }
  }
}

interface Range {
  readonly a0: number
  readonly a1: number
  readonly y0: number
  readonly y1: number
}

const logOf = portableLog

/** A draw of the value that the next node of a group would have: of one that was seen, or of a new one (null). */
export function drawValue({ mu, sigmaA, sigmaY }: MixedDraw, group: GroupEvidence | null, draw: Draw): number {
  const precision = 1 / sigmaA ** 2 + (group === null ? 0 : group.count / sigmaY ** 2)
  const center = (mu / sigmaA ** 2 + (group === null ? 0 : (group.count * group.mean) / sigmaY ** 2)) / precision
  const alpha = center + drawNormal(draw) / Math.sqrt(precision)
  return alpha + sigmaY * drawNormal(draw)
}
