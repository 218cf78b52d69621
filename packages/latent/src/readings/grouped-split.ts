import { drawsOf } from '@espalier/core'
import { checkCount, checkOption } from '../vectors/checks.ts'
import type { Label } from './decodability.ts'

export interface SplitOptions {
  readonly seed: number
  /** Share of the groups that are held out, in (0, 1): at least one and not all. Default 0.3. */
  readonly testShare?: number
}

export interface GroupedSplit {
  /** Indices, ascending. */
  readonly train: readonly number[]
  readonly test: readonly number[]
}

/**
 * Splits examples so that all of a group, such as the states of one problem, fall on the same side: states of one problem are alike, and
 * held-out ones would be known. `groups`: one an example. Throws `TOO_FEW` for fewer than two groups.
 */
export function groupedSplit(groups: readonly Label[], options: SplitOptions): GroupedSplit {
  const testShare = checkOption('testShare', options.testShare ?? 0.3, { min: 0, max: 1 })
  const order = [...new Set(groups)]
  checkCount('groups', order.length, 2)
  const draw = drawsOf(options.seed, 0)
  for (let i = order.length - 1; i > 0; i--) {
    const k = Math.floor(draw() * (i + 1))
    const held = order[i]!
    order[i] = order[k]!
    order[k] = held
  }
  const count = Math.max(1, Math.min(order.length - 1, Math.round(testShare * order.length)))
  const held = new Set(order.slice(0, count))
  const all = groups.map((_, i) => i)
  return { train: all.filter((i) => !held.has(groups[i]!)), test: all.filter((i) => held.has(groups[i]!)) }
}
