import { portableExp, portableLog } from '@espalier/core'
import type { WrittenToken } from '../provider/model-call.ts'

/** Mean log-probability of the tokens, at most 0; null of none. */
export function meanLogProbability(tokens: readonly WrittenToken[]): number | null {
  return meanOf(tokens.map(({ logProbability }) => logProbability))
}

/**
 * Mean entropy of the places where tokens were chosen, in nats, at least 0; null where the likeliest tokens of a place are not known. What is not among them
 * counts as one more token, so this is a lower bound, and exact where all tokens are known.
 */
export function meanEntropy(tokens: readonly WrittenToken[]): number | null {
  return meanOver(tokens, (known) => entropyOf(withRest(known)))
}

/**
 * Self-certainty (Kang 2025, arXiv 2502.18581, eq. 10): the mean Kullback-Leibler divergence of the uniform distribution from that of each place, in nats, at
 * least 0; the surer, the higher. Over the likeliest tokens, as if there were no others; exact where all are known. Null where they are not.
 */
export function selfCertainty(tokens: readonly WrittenToken[]): number | null {
  return meanOver(tokens, (known) => {
    const total = known.reduce((sum, log) => sum + portableExp(log), 0)
    const mean = known.reduce((sum, log) => sum + log, 0) / known.length - portableLog(total)
    return Math.max(0, -portableLog(known.length) - mean)
  })
}

/**
 * How a model's confidence in what it wrote becomes a number in [0, 1]:
 * - `probability`: the geometric mean of its tokens' probabilities, which is one over the perplexity;
 * - `entropy`: 1 less the entropy as a share of the largest possible, mean over the tokens;
 * - `certainty`: 1 - exp(-self-certainty).
 */
export type ConfidenceMeasure = 'probability' | 'entropy' | 'certainty'

/** Of the tokens of a sample; null where they, or for the last two the likeliest ones at each place, are not known. */
export function confidenceOf(
  { tokens }: { readonly tokens: readonly WrittenToken[] | null },
  measure: ConfidenceMeasure = 'probability',
): number | null {
  if (tokens === null) return null
  if (measure === 'entropy') return meanOver(tokens, (known) => shareOfCertainty(withRest(known)))
  const nats = measure === 'probability' ? meanLogProbability(tokens) : selfCertainty(tokens)
  if (nats === null) return null
  return measure === 'probability' ? portableExp(nats) : 1 - portableExp(-nats)
}

/** What single precision makes of nothing. */
const ROUNDING = 1e-5

/** Probabilities of the known tokens, and that of all others together. */
function withRest(known: readonly number[]): readonly number[] {
  const probabilities = known.map((log) => portableExp(log))
  const rest = 1 - probabilities.reduce((sum, p) => sum + p, 0)
  return rest > ROUNDING ? [...probabilities, rest] : probabilities
}

function entropyOf(probabilities: readonly number[]): number {
  return Math.max(
    0,
    probabilities.reduce((sum, p) => (p > 0 ? sum - p * portableLog(p) : sum), 0),
  )
}

function shareOfCertainty(probabilities: readonly number[]): number {
  if (probabilities.length < 2) return 1
  return Math.min(1, Math.max(0, 1 - entropyOf(probabilities) / portableLog(probabilities.length)))
}

/** The mean over tokens of something about the log-probabilities of the likeliest ones in their places. */
function meanOver(tokens: readonly WrittenToken[], of: (known: readonly number[]) => number): number | null {
  const places = tokens.map(({ alternatives = [] }) => alternatives.map(({ logProbability }) => logProbability))
  return places.some((known) => known.length === 0) ? null : meanOf(places.map(of))
}

const meanOf = (numbers: readonly number[]): number | null =>
  numbers.length === 0 ? null : numbers.reduce((sum, x) => sum + x, 0) / numbers.length
