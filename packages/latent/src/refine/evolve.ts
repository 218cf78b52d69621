import { drawsOf } from '@espalier/core'
import { checkOption } from '../vectors/checks.ts'
import { norm, type Vector } from '../vectors/vector.ts'
import { checkAsked, checkStart } from './checks.ts'
import type { Refiner, RefinerOptions, ScoredVector } from './refiner.ts'
import { drawBeside, withNorm } from './sphere.ts'

export interface EvolveOptions extends RefinerOptions {
  /** μ: how many of a generation have a share in the next. From 1; default 3. */
  readonly parents?: number
  /** λ: candidates a generation. More than `parents`; default 10. */
  readonly children?: number
  /** First step, in radii: the tangent of the angle. Above 0; default 1. */
  readonly radius?: number
  /** What each generation does to the step. In (0, 1]; default 0.93. */
  readonly shrink?: number
}

/**
 * An evolution strategy (μ/μ, λ) (Beyer & Schwefel 2002): the candidates of a generation lie around the mean of the μ best of the one
 * before, brought back to the sphere, at a step that shrinks from one generation to the next. Generations are λ results each, in the order
 * they were told; an unfinished one has no say yet. The first lies around the start. Parents are forgotten, so the caller keeps the best.
 *
 * The mean of two good thoughts may be good for nothing (arXiv 2604.27998): the candidates around it are judged, it never is. `parents: 1`
 * averages nothing.
 */
export function evolve(options: EvolveOptions): Refiner {
  const { start } = options
  checkStart(start)
  const parents = checkOption('parents', options.parents ?? 3, { min: 1, integer: true })
  const children = checkOption('children', options.children ?? 10, { min: parents + 1, integer: true })
  const radius = checkOption('radius', options.radius ?? 1, { min: Number.MIN_VALUE })
  const shrink = checkOption('shrink', options.shrink ?? 0.93, { min: Number.MIN_VALUE, max: 1 })
  const length = norm(start)
  return (seed, index, history) => {
    checkAsked(start, index, history)
    const generations = Math.floor(history.length / children)
    const last = history.slice((generations - 1) * children, generations * children)
    const centre = generations === 0 ? start : centreOf(last, parents)
    let step = radius
    for (let i = 0; i < generations; i++) step *= shrink
    return drawBeside(drawsOf(seed, index), centre, step, length)
  }
}

/** Mean of the best of a generation, of equals the earlier ones; the very best where the mean has no direction. */
function centreOf(generation: readonly ScoredVector[], parents: number): Vector {
  const best = generation.toSorted((a, b) => b.value - a.value).slice(0, parents)
  const first = best[0]!.vector
  const mean = Float64Array.from(first, (_, i) => best.reduce((sum, { vector }) => sum + vector[i]!, 0))
  return norm(mean) > 1e-6 * norm(first) ? withNorm(mean, norm(first)) : first
}
