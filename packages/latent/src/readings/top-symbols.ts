import { portableExp } from '@espalier/core'
import { checkOption } from '../vectors/checks.ts'
import type { Vector } from '../vectors/vector.ts'
import { checkReadOut } from './check-read-out.ts'

export interface ReadSymbol {
  readonly symbol: number
  /** In [0, 1]. */
  readonly probability: number
}

/**
 * What a thought most likely says: its k most probable symbols, best first, of equal ones the lower number first (COCONUT, Hao et al. 2024,
 * arXiv 2412.06769, Fig. 4). `readOut`: natural log-probabilities, [symbols]. `k` from 1; fewer come back where there are fewer symbols.
 */
export function topSymbols(readOut: Vector, k: number): readonly ReadSymbol[] {
  checkReadOut('readOut', readOut)
  checkOption('k', k, { min: 1, integer: true })
  return topIndices(readOut, k).map((symbol) => ({ symbol, probability: portableExp(readOut[symbol]!) }))
}

/** Indices of the k largest numbers, largest first, of equal ones the lower index first. By insertion: k is small. */
export function topIndices(values: Vector, k: number): readonly number[] {
  const top: number[] = []
  for (let i = 0; i < values.length; i++) {
    if (top.length === k && values[i]! <= values[top[k - 1]!]!) continue
    let at = Math.min(top.length, k - 1)
    for (; at > 0 && values[top[at - 1]!]! < values[i]!; at--) top[at] = top[at - 1]!
    top[at] = i
  }
  return top
}
