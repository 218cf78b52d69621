import { drawsOf } from '@espalier/core'
import { bootstrapMean, pairedDifference } from '../statistics/bootstrap.ts'
import { wilson } from '../statistics/wilson.ts'
import type { Figure } from './result.ts'

/** A share, with its Wilson interval. */
export function share(name: string, hits: readonly boolean[]): Figure {
  return { name, kind: 'share', count: hits.length, ...wilson(hits.filter(Boolean).length, hits.length) }
}

/** A mean, with its bootstrap interval. */
export function mean(name: string, values: readonly number[], seed: number): Figure {
  return { name, kind: 'share', count: values.length, ...bootstrapMean(values, drawsOf(seed, 0)) }
}

/** Mean of a - b over the same questions, with a paired bootstrap interval. */
export function difference(
  name: string,
  a: readonly (boolean | number)[],
  b: readonly (boolean | number)[],
  seed: number,
): Figure {
  return {
    name,
    kind: 'difference',
    count: a.length,
    ...pairedDifference(a.map(Number), b.map(Number), drawsOf(seed, 0)),
  }
}
