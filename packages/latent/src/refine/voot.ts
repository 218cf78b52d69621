import { drawsOf, type Draw } from '@espalier/core'
import { checkOption } from '../vectors/checks.ts'
import { norm, squaredDistance, type Vector } from '../vectors/vector.ts'
import { checkAsked, checkStart } from './checks.ts'
import { bestOf, type Refiner, type RefinerOptions, type ScoredVector } from './refiner.ts'
import { drawBeside, drawOnSphere } from './sphere.ts'

export interface VootOptions extends RefinerOptions {
  /** Chance ω that a candidate comes from the whole sphere. In [0, 1]; default 0.1. */
  readonly omega?: number
  /** Largest first step away from the best, in radii: the tangent of the angle. Above 0; default 1. */
  readonly radius?: number
}

/** What each rejection does to the largest step, and when to stop rejecting: by then the step is below single precision. */
const SHRINK = 0.8
const MAX_DRAWS = 100

/**
 * Voronoi optimistic optimisation (VOO, of VOOT; Kim et al., AAAI 2020) on a sphere: with chance ω a uniform candidate, else one that is
 * nearer to the best vector so far than to any other in the history, found by drawing and rejecting. Draws are taken around the best, with
 * a uniform step whose largest size shrinks at each rejection, as in the authors' code, since uniform draws of the whole domain are far from
 * everything in many dimensions. With no history the start takes the place of the best.
 */
export function voot(options: VootOptions): Refiner {
  const { start } = options
  checkStart(start)
  const omega = checkOption('omega', options.omega ?? 0.1, { min: 0, max: 1 })
  const radius = checkOption('radius', options.radius ?? 1, { min: Number.MIN_VALUE })
  const length = norm(start)
  return (seed, index, history) => {
    checkAsked(start, index, history)
    const draw = drawsOf(seed, index)
    if (draw() < omega) return drawOnSphere(draw, start.length, length)
    return drawInCell(draw, bestOf(history)?.vector ?? start, history, radius, length)
  }
}

function drawInCell(
  draw: Draw,
  best: Vector,
  history: readonly ScoredVector[],
  radius: number,
  length: number,
): Float32Array {
  let widest = radius
  for (let draws = 1; ; draws++) {
    const candidate = drawBeside(draw, best, widest * (1 - draw()), length)
    const distance = squaredDistance(candidate, best)
    if (draws === MAX_DRAWS || history.every(({ vector }) => squaredDistance(candidate, vector) >= distance))
      return candidate
    widest *= SHRINK
  }
}
