import { portableLog } from '@espalier/core'
import type { Cache, TokenModel } from '@espalier/models'

/**
 * Distinct steps that a token model may write after one prompt, likeliest branches first.
 *
 * The steps form a trie of tokens. The first step is the greedy one; every token not taken on the way is a branch, known without
 * another call. The likeliest open branches are then followed greedily to their ends, several at once in one batch, and leave branches of
 * their own. So a step costs only the tokens behind the point where it parts from the steps before it, none is found twice, and a later
 * call goes on where the last one stopped. All branches share their key/value caches up to where they part.
 */
export interface StepTrie {
  /** The steps found so far, in the order found. */
  readonly found: readonly FoundStep[]
  /** Whether no branch above the probability floor is left. */
  readonly exhausted: boolean
  /** Finds steps until `count` are known or none is left. Returns what it took. */
  extend(count: number): { readonly calls: number; readonly tokens: number }
  release(): void
}

export interface FoundStep {
  readonly text: string
  /** Natural logarithm of the whole step's probability. */
  readonly logProbability: number
}

interface Branch {
  readonly tokens: readonly number[]
  readonly logProbability: number
  /** Cache that holds all tokens but the last. */
  readonly cache: Cache
}

export interface StepTrieOptions {
  /** Branches below this probability are not followed. Default 1e-4. */
  readonly minProbability?: number
  /** Longest step in tokens; longer ones are dropped. Default 48. */
  readonly maxTokens?: number
  /** Branches followed at once. Default 4. */
  readonly batch?: number
}

/** A trie after a prompt that the model has read: its cache and the log-probabilities of the first token. */
export function createStepTrie(
  model: TokenModel,
  reading: { readonly cache: Cache; readonly logProbs: Float32Array },
  options: StepTrieOptions = {},
): StepTrie {
  const { minProbability = 1e-4, maxTokens = 48, batch = 4 } = options
  const floor = portableLog(minProbability)
  /** Branches not followed yet, likeliest last. */
  const open: Branch[] = []
  const found: FoundStep[] = []
  const caches: Cache[] = []

  /** The likeliest continuation; the others above the floor are kept as branches. */
  function goOn(tokens: readonly number[], logProbability: number, cache: Cache, logProbs: Float32Array): Branch {
    let best = 0
    for (let token = 1; token < logProbs.length; token++) if (logProbs[token]! > logProbs[best]!) best = token
    for (let token = 0; token < logProbs.length; token++) {
      const total = logProbability + logProbs[token]!
      if (token !== best && total >= floor) insert({ tokens: [...tokens, token], logProbability: total, cache })
    }
    return { tokens: [...tokens, best], logProbability: logProbability + logProbs[best]!, cache }
  }

  function insert(branch: Branch): void {
    let low = 0
    let high = open.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (open[middle]!.logProbability < branch.logProbability) low = middle + 1
      else high = middle
    }
    open.splice(low, 0, branch)
  }

  /** Follows branches to their ends, all of them one token further with each call. */
  function follow(branches: readonly Branch[]): { calls: number; tokens: number } {
    let calls = 0
    let tokens = branches.length
    let running = branches
    for (;;) {
      const next: Branch[] = []
      for (const branch of running) {
        if (branch.tokens[branch.tokens.length - 1] === model.stepEnd) {
          found.push({ text: model.decode(branch.tokens), logProbability: branch.logProbability })
        } else if (branch.tokens.length < maxTokens) next.push(branch)
      }
      if (next.length === 0) return { calls, tokens }
      calls++
      tokens += next.length
      const results = model.advance(next.map(({ cache, tokens: path }) => ({ cache, token: path[path.length - 1]! })))
      running = next.map((branch, i) => {
        const { cache, logProbs } = results[i]!
        caches.push(cache)
        return goOn(branch.tokens, branch.logProbability, cache, logProbs)
      })
    }
  }

  function extend(count: number): { calls: number; tokens: number } {
    let calls = 0
    let tokens = 0
    while (found.length < count && open.length > 0) {
      const width = found.length === 0 ? 1 : Math.min(batch, count - found.length, open.length)
      const took = follow(open.splice(open.length - width).reverse())
      calls += took.calls
      tokens += took.tokens
    }
    return { calls, tokens }
  }

  insert(goOn([], 0, reading.cache, reading.logProbs))
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
