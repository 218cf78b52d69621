import { LatentError } from '../latent-error.ts'
import type { Vector } from './vector.ts'

interface Range {
  readonly min: number
  /** Default: any finite number. */
  readonly max?: number
  readonly integer?: boolean
}

/** Throws `NOT_FINITE` for the first NaN or infinity, and `TOO_FEW` for no numbers at all. */
export function checkFinite(where: string, vector: Vector | readonly number[]): void {
  if (vector.length === 0)
    throw new LatentError('TOO_FEW', 'no numbers', { got: '0', expected: 'at least 1 number', where })
  const at = vector.findIndex((x) => !Number.isFinite(x))
  if (at < 0) return
  throw new LatentError('NOT_FINITE', 'not a finite number', {
    got: String(vector[at]),
    expected: 'finite numbers',
    where: `${where}[${at}]`,
  })
}

/** Throws `WRONG_LENGTH` unless two things that belong together are as long as each other. */
export function checkLength(where: string, got: number, expected: number): void {
  if (got === expected) return
  throw new LatentError('WRONG_LENGTH', 'wrong length', { got: String(got), expected: String(expected), where })
}

/** Throws `TOO_FEW` unless there are at least `min` of them. */
export function checkCount(where: string, got: number, min: number): void {
  if (got >= min) return
  throw new LatentError('TOO_FEW', 'too few', { got: String(got), expected: `at least ${min}`, where })
}

/** All of one width, all finite, at least `min` of them. Returns their width. */
export function checkVectors(where: string, vectors: readonly Vector[], min: number): number {
  checkCount(where, vectors.length, min)
  const width = vectors[0]?.length ?? 0
  vectors.forEach((vector, i) => {
    checkLength(`${where}[${i}]`, vector.length, width)
    checkFinite(`${where}[${i}]`, vector)
  })
  return width
}

/** Two finite vectors of one width. */
export function checkPair(where: string, a: Vector, b: Vector): void {
  checkFinite(`${where}, first`, a)
  checkLength(`${where}, second`, b.length, a.length)
  checkFinite(`${where}, second`, b)
}

/** Throws `INVALID_OPTIONS` unless an option is a number in [min, max], whole if asked. Returns it. */
export function checkOption(where: string, value: number, range: Range): number {
  return checkNumber('INVALID_OPTIONS', where, value, range)
}

/** Throws `OUT_OF_RANGE` unless a number that was measured is in [min, max], whole if asked. */
export function checkMeasured(where: string, value: number, range: Range): void {
  checkNumber('OUT_OF_RANGE', where, value, range)
}

function checkNumber(code: 'INVALID_OPTIONS' | 'OUT_OF_RANGE', where: string, value: number, range: Range): number {
  const max = range.max ?? Number.MAX_VALUE
  if (value >= range.min && value <= max && (range.integer !== true || Number.isSafeInteger(value))) return value
  const kind = range.integer === true ? 'an integer' : 'a number'
  const expected = `${kind} from ${range.min}${range.max === undefined ? '' : ` to ${range.max}`}`
  throw new LatentError(code, 'out of range', { got: String(value), expected, where })
}
