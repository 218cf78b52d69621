import { LatentError } from '../latent-error.ts'
import { checkCount, checkFinite, checkLength, checkOption } from '../vectors/checks.ts'
import { norm, type Vector } from '../vectors/vector.ts'
import type { ScoredVector } from './refiner.ts'

/** Throws unless there is a sphere to move on: at least two dimensions, finite, of a length above 0. */
export function checkStart(start: Vector): void {
  checkCount('dimensions of start', start.length, 2)
  checkFinite('start', start)
  if (norm(start) > 0) return
  throw new LatentError('OUT_OF_RANGE', 'no direction', { got: 'zeros', expected: 'a length above 0', where: 'start' })
}

export function checkAsked(start: Vector, index: number, history: readonly ScoredVector[]): void {
  checkOption('index', index, { min: 0, integer: true })
  history.forEach(({ vector, value }, i) => {
    checkLength(`history[${i}].vector`, vector.length, start.length)
    checkFinite(`history[${i}].vector`, vector)
    checkFinite(`history[${i}].value`, [value])
  })
}
