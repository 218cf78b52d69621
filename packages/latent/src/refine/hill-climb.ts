import { drawsOf } from '@espalier/core'
import { checkOption } from '../vectors/checks.ts'
import { norm } from '../vectors/vector.ts'
import { checkAsked, checkStart } from './checks.ts'
import { bestOf, type Refiner, type RefinerOptions, type ScoredVector } from './refiner.ts'
import { drawBeside } from './sphere.ts'

export interface HillClimbOptions extends RefinerOptions {
  /** First step, in radii: the tangent of the angle. Above 0; default 1. */
  readonly radius?: number
  /** What a result that is no better does to the step. In (0, 1]; default 0.96. */
  readonly shrink?: number
  /** What a better one does to it; never beyond `radius`. From 1; default 1.1. */
  readonly grow?: number
}

/**
 * Hill climbing: a step of a drawn direction from the best vector so far, shorter after each failure and longer after each success, as
 * evolution strategies of one parent and one child go (Rechenberg 1973). The step follows from the history alone. With no history the
 * start takes the place of the best; the first result counts neither way.
 */
export function hillClimb(options: HillClimbOptions): Refiner {
  const { start } = options
  checkStart(start)
  const radius = checkOption('radius', options.radius ?? 1, { min: Number.MIN_VALUE })
  const shrink = checkOption('shrink', options.shrink ?? 0.96, { min: Number.MIN_VALUE, max: 1 })
  const grow = checkOption('grow', options.grow ?? 1.1, { min: 1 })
  const length = norm(start)
  return (seed, index, history) => {
    checkAsked(start, index, history)
    const step = stepAfter(history, radius, shrink, grow)
    return drawBeside(drawsOf(seed, index), bestOf(history)?.vector ?? start, step, length)
  }
}

function stepAfter(history: readonly ScoredVector[], radius: number, shrink: number, grow: number): number {
  let step = radius
  let best = history[0]?.value ?? 0
  for (const { value } of history.slice(1)) {
    step = value > best ? Math.min(radius, step * grow) : step * shrink
    best = Math.max(best, value)
  }
  return step
}
