import { dot } from '../vectors/vector.ts'

/** Value at a point; writes the gradient there into `gradient`. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number

export interface MinimiseOptions {
  readonly maxIterations: number
  /** Done when no entry of the gradient is larger. */
  readonly tolerance: number
}

const MEMORY = 10
/** Armijo's constant, and how often a step is halved before the search gives up. */
const SUFFICIENT = 1e-4
const MAX_HALVINGS = 40

/**
 * Minimum of a smooth convex function from `start`, by L-BFGS with backtracking (Nocedal & Wright, Numerical Optimization, Alg. 7.4, 7.5,
 * 3.1). No randomness and a fixed order of operations, so the same input gives the same bits.
 */
export function minimise(objective: Objective, start: Float64Array, options: MinimiseOptions): Float64Array {
  let point = start
  let gradient: Float64Array = new Float64Array(start.length)
  let value = objective(point, gradient)
  let pairs: readonly Pair[] = []
  for (let i = 0; i < options.maxIterations && largest(gradient) > options.tolerance; i++) {
    const step = descentStep(gradient, pairs)
    let slope = dot(step, gradient)
    if (slope >= 0) {
      // Rounding has spoilt the memory: begin again with the gradient.
      pairs = []
      step.set(gradient.map((x) => -x))
      slope = dot(step, gradient)
    }
    const next = lineSearch(objective, point, step, value, slope, pairs.length === 0 ? 1 / Math.sqrt(-slope) : 1)
    if (next === null) break
    const s = next.point.map((x, k) => x - point[k]!)
    const y = next.gradient.map((x, k) => x - gradient[k]!)
    const curvature = dot(s, y)
    if (curvature > 1e-12 * dot(y, y)) pairs = [...pairs.slice(1 - MEMORY), { s, y, curvature }]
    ;({ point, gradient, value } = next)
  }
  return point
}

interface Pair {
  readonly s: Float64Array
  readonly y: Float64Array
  /** s · y, above 0. */
  readonly curvature: number
}

interface Place {
  readonly point: Float64Array
  readonly gradient: Float64Array
  readonly value: number
}

/** Minus the inverse Hessian, as far as the pairs know it, times the gradient. */
function descentStep(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const step = gradient.map((x) => -x)
  const weights = pairs.toReversed().map(({ s, y, curvature }) => {
    const weight = dot(s, step) / curvature
    addTimes(step, y, -weight)
    return weight
  })
  const last = pairs.at(-1)
  if (last !== undefined) {
    const scale = last.curvature / dot(last.y, last.y)
    for (let i = 0; i < step.length; i++) step[i]! *= scale
  }
  pairs.forEach(({ s, y, curvature }, i) => addTimes(step, s, weights.at(-1 - i)! - dot(y, step) / curvature))
  return step
}

function lineSearch(
  objective: Objective,
  from: Float64Array,
  step: Float64Array,
  value: number,
  slope: number,
  length: number,
): Place | null {
  for (let halvings = 0; halvings < MAX_HALVINGS; halvings++, length /= 2) {
    const point = from.slice()
    addTimes(point, step, length)
    const gradient = new Float64Array(from.length)
    const there = objective(point, gradient)
    if (there <= value + SUFFICIENT * length * slope) return { point, gradient, value: there }
  }
  return null
}

function addTimes(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += times * what[i]!
}

function largest(gradient: Float64Array): number {
  return gradient.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
}
