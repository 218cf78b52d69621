import { seededDraw } from '../countdown/seeded.ts'
import { evaluate, variablesOf, type MathNode } from './expression.ts'

const POINTS = 24
const FEWEST_POINTS = 4
/** Of the larger value. */
const TOLERANCE = 1e-9
/** For what rounding leaves of a difference that is zero. */
const ZERO = 1e-12
const RANGE = 3

/** Whether two expressions have the same value at seeded points, of which enough are in the domain of both. */
export function sameValue(a: MathNode, b: MathNode): boolean {
  const points = samplePoints(a, b)
  const values = points.map((point) => [evaluate(a, point), evaluate(b, point)] as const)
  const defined = values.filter((pair) => pair.every((value) => !Number.isNaN(value)))
  return defined.length >= Math.min(FEWEST_POINTS, points.length) && defined.every(([x, y]) => isClose(x, y))
}

/** Whether two expressions are multiples of each other: two equations say the same then. */
export function areMultiples(a: MathNode, b: MathNode): boolean {
  const ratios = samplePoints(a, b)
    .map((point) => evaluate(a, point) / evaluate(b, point))
    .filter((ratio) => Number.isFinite(ratio) && ratio !== 0)
  return ratios.length >= FEWEST_POINTS && ratios.every((ratio) => isClose(ratio, ratios[0]!))
}

function samplePoints(a: MathNode, b: MathNode): readonly ReadonlyMap<string, number>[] {
  const names = [...new Set([...variablesOf(a), ...variablesOf(b)])].toSorted()
  if (names.length === 0) return [new Map()]
  const draw = seededDraw(7)
  return Array.from({ length: POINTS }, () => new Map(names.map((name) => [name, (2 * draw() - 1) * RANGE])))
}

function isClose(x: number, y: number): boolean {
  if (x === y) return true
  const distance = Math.abs(x - y)
  return distance <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y)) || (distance <= ZERO && (x === 0 || y === 0))
}
