import type { CacheStore } from './cache-store.ts'
import { ModelError } from './model-error.ts'
import type { TransformerConfig } from './transformer-config.ts'
import type { Cache, ForwardRow } from './transformer-runtime.ts'

/** A checked row with its place in memory settled. */
export interface BatchRow {
  readonly inputs: ForwardRow['inputs']
  /** New positions. */
  readonly count: number
  /** Positions before them. */
  readonly cached: number
  readonly full: boolean
  readonly allHidden: boolean
  readonly cache: Cache
  /** Slots of the whole sequence, the new ones last. */
  readonly slots: Int32Array
}

/** Checks all rows, then gives each its new cache: a row that is refused leaves nothing behind. */
export function openBatch(
  config: TransformerConfig,
  store: CacheStore,
  rows: readonly ForwardRow[],
): readonly BatchRow[] {
  const counts = rows.map((row, i) => checkRow(config, store, row, `row ${i}`))
  store.reserve(counts.reduce((sum, count) => sum + count, 0))
  return rows.map((row, i) => {
    const count = counts[i]!
    const cache = store.extend(row.cache, count)
    return {
      inputs: row.inputs,
      count,
      cached: cache.length - count,
      full: row.attention === 'full',
      allHidden: row.hidden === 'all',
      cache,
      slots: store.slotsOf(cache, `row ${i}`),
    }
  })
}

function checkRow(config: TransformerConfig, store: CacheStore, row: ForwardRow, where: string): number {
  const cached = row.cache === null ? 0 : store.slotsOf(row.cache, where).length
  const count = row.inputs instanceof Float32Array ? checkVectors(config.dim, row.inputs, where) : row.inputs.length
  if (count === 0) {
    throw new ModelError('INPUT_LENGTH', 'empty input', { got: 'no position', expected: 'at least one', where })
  }
  if (cached + count > config.context) {
    const got = `${cached} cached and ${count} new positions`
    throw new ModelError('CONTEXT_OVERFLOW', 'sequence too long', {
      got,
      expected: `at most ${config.context} together`,
      where,
    })
  }
  if (!(row.inputs instanceof Float32Array)) checkTokens(config.vocab, row.inputs, where)
  return count
}

/** Throws `TOKEN_OUT_OF_RANGE` unless all are integers in [0, vocab). */
export function checkTokens(vocab: number, tokens: ArrayLike<number>, where: string): void {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    if (!Number.isInteger(token) || token < 0 || token >= vocab) {
      const expected = `an integer from 0 to ${vocab - 1}`
      throw new ModelError('TOKEN_OUT_OF_RANGE', 'no such token', {
        got: String(token),
        expected,
        where: `${where}, position ${i}`,
      })
    }
  }
}

/** Number of vectors in `values`. Throws `INPUT_LENGTH` or `INPUT_NOT_FINITE`. */
export function checkVectors(dim: number, values: Float32Array, where: string): number {
  if (values.length % dim !== 0) {
    const got = `${values.length} values`
    throw new ModelError('INPUT_LENGTH', 'vectors of the wrong size', {
      got,
      expected: `a multiple of dim = ${dim}`,
      where,
    })
  }
  const bad = values.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) {
    const at = `${where}, position ${Math.floor(bad / dim)}, component ${bad % dim}`
    throw new ModelError('INPUT_NOT_FINITE', 'not a number', {
      got: String(values[bad]),
      expected: 'finite values',
      where: at,
    })
  }
  return values.length / dim
}
