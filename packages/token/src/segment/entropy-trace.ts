import { portableExp, portableLog } from '@espalier/core'
import type { ByteModel } from '@espalier/models'
import type { ModelSample, WrittenToken } from '../provider/model-call.ts'
import type { EntropyTrace } from './entropy-rule.ts'

/** In every runtime; declared here because this package loads no platform types. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array }

/**
 * The entropies of a sample's tokens, from the likeliest tokens that the server showed at each place; null where it showed none, or where they do not make up the text. What is left of
 * the probability counts as one token, so the entropies are lower bounds, exact where nothing is left.
 */
export function tokenTrace({ text, tokens }: Pick<ModelSample, 'text' | 'tokens'>): EntropyTrace | null {
  if (tokens === null || tokens.length === 0 || tokens.some(({ alternatives = [] }) => alternatives.length === 0))
    return null
  // Part of a character has no text of its own, and then nobody knows where tokens stand.
  if (
    !tokens
      .map((token) => token.text)
      .join('')
      .startsWith(text)
  )
    return null
  const starts: number[] = []
  const entropies: number[] = []
  let at = 0
  for (const token of tokens) {
    // A token without text begins where the next one does.
    if (at < text.length && at !== starts.at(-1)) {
      starts.push(at)
      entropies.push(entropyOf(token.alternatives!))
    }
    at += token.text.length
  }
  return starts.length === 0 ? null : { starts, entropies, isLowerBound: true }
}

/** Entropy of a distribution whose likeliest outcomes are known, at least: the others taken as one. Nats. */
function entropyOf(top: NonNullable<WrittenToken['alternatives']>): number {
  let left = 1
  let sum = 0
  for (const { logProbability } of top) {
    const p = portableExp(Math.min(0, logProbability))
    left -= p
    if (p > 0) sum -= p * logProbability
  }
  return Math.max(0, left > 1e-9 ? sum - left * portableLog(left) : sum)
}

/**
 * The entropies of a text by a model of bytes, where the one that wrote it shows no probabilities: a character's is that of its first byte.
 * `before` is read first and not part of the text. Surrogates without their other half are read as U+FFFD.
 */
export function byteTrace(model: ByteModel, text: string, before = ''): EntropyTrace {
  const encoder = new TextEncoder()
  const head = encoder.encode(before)
  const { entropies } = model.read(joined(head, encoder.encode(text)))
  const starts: number[] = []
  const taken: number[] = []
  let byte = head.length
  let at = 0
  for (const character of text) {
    starts.push(at)
    taken.push(entropies[byte]!)
    at += character.length
    byte += encoder.encode(character).length
  }
  return { starts, entropies: taken }
}

/** The places of a trace at which a word begins, white space before it: nothing is cut inside one. */
export function atWords({ starts, entropies, ...rest }: EntropyTrace, text: string): EntropyTrace {
  const kept = starts.flatMap((at, i) => (at === 0 || /^\s\S/.test(text.slice(at - 1, at + 1)) ? [i] : []))
  return { ...rest, starts: kept.map((i) => starts[i]!), entropies: kept.map((i) => entropies[i]!) }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length)
  bytes.set(a)
  bytes.set(b, a.length)
  return bytes
}
