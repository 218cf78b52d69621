import { portableExp } from '@espalier/core'
import type { Draw } from '@espalier/core'
import type { Cache, TokenModel } from '@espalier/models'
import type { FoundStep } from './step-trie.ts'

export interface SampleOptions {
  /** 0 takes the likeliest token each time. Default 1. */
  readonly temperature?: number
  /** Default 48. */
  readonly maxTokens?: number
}

/** Writes one step token by token after a prompt that the model has read. A step that does not end in time is returned as it is. */
export function sampleStep(
  model: TokenModel,
  reading: { readonly cache: Cache; readonly logProbs: Float32Array },
  draw: Draw,
  options: SampleOptions = {},
): FoundStep & { readonly tokens: number } {
  const { temperature = 1, maxTokens = 48 } = options
  const tokens: number[] = []
  const caches: Cache[] = []
  let { cache, logProbs } = reading
  let logProbability = 0
  while (tokens.length < maxTokens) {
    const token = pickToken(logProbs, temperature, draw)
    tokens.push(token)
    logProbability += logProbs[token]!
    if (token === model.stepEnd || tokens.length === maxTokens) break
    const next = model.advance([{ cache, token }])[0]!
    caches.push(next.cache)
    cache = next.cache
    logProbs = next.logProbs
  }
  for (const used of caches) model.release(used)
  return { text: model.decode(tokens), logProbability, tokens: tokens.length }
}

/**
 * Index drawn from softmax(logProbs / temperature); the likeliest at 0. With `topP` below 1 from its nucleus alone: the fewest of the likeliest
 * tokens whose probabilities come to `topP` (Holtzman et al. 2020, arXiv 1904.09751, §3.1).
 */
export function pickToken(logProbs: Float32Array, temperature: number, draw: Draw, topP = 1): number {
  let best = 0
  for (let i = 1; i < logProbs.length; i++) if (logProbs[i]! > logProbs[best]!) best = i
  if (temperature === 0) return best
  const weights = Array.from(logProbs, (x) => portableExp((x - logProbs[best]!) / temperature))
  if (topP < 1) keepNucleus(weights, topP)
  let u = draw() * weights.reduce((sum, w) => sum + w, 0)
  for (let i = 0; i < weights.length; i++) {
    u -= weights[i]!
    if (u < 0) return i
  }
  return best
}

/** Sets the weights outside the nucleus to 0. */
function keepNucleus(weights: number[], topP: number): void {
  const order = Array.from(weights.keys()).sort((a, b) => weights[b]! - weights[a]! || a - b)
  let left = topP * weights.reduce((sum, w) => sum + w, 0)
  for (const i of order) {
    if (left <= 0) weights[i] = 0
    else left -= weights[i]!
  }
}
