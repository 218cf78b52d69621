import type { Json } from '../sandbox/sandbox.ts'

/** Numbers count as the same within this share of the larger, for sums in another order. */
const TOLERANCE = 1e-9

/** Whether two values are the same: objects whatever the order of their keys, numbers up to rounding. */
export function sameJson(a: Json, b: Json): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return a === b || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b))
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [keysA, keysB] = [Object.keys(a), Object.keys(b)]
  if (Array.isArray(a) !== Array.isArray(b) || keysA.length !== keysB.length) return false
  const [left, right] = [a, b] as readonly Readonly<Record<string, Json>>[]
  return keysA.every((key) => Object.hasOwn(right!, key) && sameJson(left![key]!, right![key]!))
}
