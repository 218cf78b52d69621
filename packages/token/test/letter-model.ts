import type { Cache, TokenModel } from '@espalier/models'

/**
 * A token model for tests whose distribution is written down: after each prefix of letters, the probabilities of the next token.
 * Tokens are `a`, `b`, `c` and `)`, which ends a step. Counts what it was asked.
 */
export function letterModel(
  table: Readonly<Record<string, readonly number[]>>,
  value: (prompt: string) => number = () => 0.5,
) {
  const vocabulary = ['a', 'b', 'c', ')']
  const prefixes = new Map<Cache, string>()
  const counts = { reads: 0, advances: 0, rows: 0, live: 0 }

  function cacheOf(prefix: string): { cache: Cache; logProbs: Float32Array } {
    const cache = { length: prefix.length + 1 }
    prefixes.set(cache, prefix)
    counts.live++
    return { cache, logProbs: Float32Array.from(table[prefix] ?? [0, 0, 0, 1], (p) => Math.log(p)) }
  }

  const model: TokenModel = {
    name: 'letters',
    stepEnd: 3,
    read: (prompts) => {
      counts.reads++
      return prompts.map((prompt) => ({ ...cacheOf(''), value: value(prompt), tokens: prompt.length }))
    },
    advance: (rows) => {
      counts.advances++
      counts.rows += rows.length
      return rows.map(({ cache, token }) => cacheOf(prefixes.get(cache)! + vocabulary[token]!))
    },
    decode: (tokens) => tokens.map((token) => vocabulary[token]!).join(''),
    release: (cache) => {
      if (!prefixes.delete(cache)) throw new Error('released twice')
      counts.live--
    },
  }
  return { model, counts }
}
