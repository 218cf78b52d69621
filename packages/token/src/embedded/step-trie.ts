import type { Cache, TokenModel } from '@espalier/models'

/**
 * All steps that a token model may write after one prompt, found one after the other from the likeliest down.
 *
 * The steps form a trie of tokens. The open prefix with the highest probability is always completed next, so steps come out in exact
 * order of probability, each once, and a later call goes on where the last one stopped: nothing is read or written twice. Prefixes
 * run in batches over key/value caches that share everything up to the point where they part.
 */
export interface StepTrie {
  /** The steps found so far, likeliest first. */
  readonly found: readonly FoundStep[]
  /** Whether nothing above the probability floor is left. */
  readonly exhausted: boolean
  /** Finds steps until `count` are known or none is left. Returns what it took. */
  extend(count: number): { readonly calls: number; readonly tokens: number }
  release(): void
}

export interface FoundStep {
  readonly text: string
  readonly logProbability: number
}

interface Prefix {
  readonly tokens: readonly number[]
  readonly logProbability: number
  /** Cache that holds all tokens but the last. */
  readonly cache: Cache
}

export interface StepTrieOptions {
  /** Prefixes below this probability are dropped. Default 1e-4. */
  readonly minProbability?: number
  /** Longest step in tokens; longer ones are dropped. Default 48. */
  readonly maxTokens?: number
  /** Prefixes run at once. Default 8. */
  readonly batch?: number
}

/** A trie after a prompt that the model has read: its cache and the log-probabilities of the first token. */
export function createStepTrie(model: TokenModel, reading: { readonly cache: Cache; readonly logProbs: Float32Array }, options: StepTrieOptions = {}): StepTrie {
  const { minProbability = 1e-4, maxTokens = 48, batch = 8 } = options
  const floor = Math.log(minProbability)
  const open: Prefix[] = []
  const found: FoundStep[] = []
  const caches: Cache[] = []

  function branch(tokens: readonly number[], logProbability: number, cache: Cache, logProbs: Float32Array): void {
    for (let token = 0; token < logProbs.length; token++) {
      const total = logProbability + logProbs[token]!
      if (total >= floor) insert({ tokens: [...tokens, token], logProbability: total, cache })
    }
  }

  /** Keeps `open` sorted, likeliest last; equal ones in order of arrival. */
  function insert(prefix: Prefix): void {
    let low = 0
    let high = open.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (open[middle]!.logProbability < prefix.logProbability) low = middle + 1
      else high = middle
    }
    open.splice(low, 0, prefix)
  }

  function extend(count: number): { calls: number; tokens: number } {
    let calls = 0
    let tokens = 0
    while (found.length < count && open.length > 0) {
      const run: Prefix[] = []
      const width = Math.min(batch, count - found.length)
      while (open.length > 0 && run.length < width) {
        const next = open[open.length - 1]!
        const complete = next.tokens[next.tokens.length - 1] === model.stepEnd
        if (complete && run.length > 0) break
        open.pop()
        tokens++
        if (complete) found.push({ text: model.decode(next.tokens), logProbability: next.logProbability })
        else if (next.tokens.length < maxTokens) run.push(next)
        if (complete && found.length >= count) break
      }
      if (run.length === 0) continue
      calls++
      const results = model.advance(run.map((prefix) => ({ cache: prefix.cache, token: prefix.tokens[prefix.tokens.length - 1]! })))
      for (let i = 0; i < run.length; i++) {
        caches.push(results[i]!.cache)
        branch(run[i]!.tokens, run[i]!.logProbability, results[i]!.cache, results[i]!.logProbs)
      }
    }
    return { calls, tokens }
  }

  branch([], 0, reading.cache, reading.logProbs)
  return {
    found,
    get exhausted() {
      return open.length === 0
    },
    extend,
    release: () => {
      for (const cache of caches.splice(0)) model.release(cache)
      open.length = 0
    },
  }
}
