import { jensenShannon } from '../readings/jensen-shannon.ts'
import { topIndices } from '../readings/top-symbols.ts'
import { checkOption, checkPair } from '../vectors/checks.ts'
import { cosine, type Vector } from '../vectors/vector.ts'

/** What is compared of a thought. */
export interface ThoughtTraits {
  /** [dim] */
  readonly hidden: Vector
  /** Natural log-probabilities of what it reads as. [symbols] */
  readonly readOut: Vector
  /** Its depth, or a class of depths. Only thoughts of one class can be the same, so a graph of merged states has no circles. */
  readonly depth: number
}

export interface MergeOptions {
  /** Least cosine of the two hidden states. In [-1, 1]; default 0.9. */
  readonly minCosine?: number
  /** The Jensen-Shannon divergence of the read-outs, in nats, stays below it. From 0; default 0.05. */
  readonly maxDivergence?: number
}

/**
 * Whether two thoughts may count as one state: same depth, same most probable symbol, cos(h, h') >= 0.9 and JS < 0.05 by default.
 *
 * Measured for the cosine alone on a prototype with 114k parameters, not on the shipped models: of pairs at the same node the threshold
 * 0.85 / 0.90 / 0.95 takes .97 / .83 / .54, of pairs at different nodes 2.5 / 0.2 / 0.2 %. Within a search (`nearThoughts`; figures by
 * `npm run eval:operators`) it has to look ahead, which costs more than it saves, so nothing merges by this unless asked to. What is merged are
 * statistics; two states are never averaged.
 *
 * Throws `WRONG_LENGTH`, `NOT_FINITE`, `TOO_FEW`, `OUT_OF_RANGE`, `INVALID_OPTIONS`.
 */
export function isSameThought(a: ThoughtTraits, b: ThoughtTraits, options: MergeOptions = {}): boolean {
  const minCosine = checkOption('minCosine', options.minCosine ?? 0.9, { min: -1, max: 1 })
  const maxDivergence = checkOption('maxDivergence', options.maxDivergence ?? 0.05, { min: 0 })
  if (a.depth !== b.depth) return false
  checkPair('hidden', a.hidden, b.hidden)
  if (cosine(a.hidden, b.hidden) < minCosine) return false
  const divergence = jensenShannon(a.readOut, b.readOut)
  return topIndices(a.readOut, 1)[0] === topIndices(b.readOut, 1)[0] && divergence < maxDivergence
}
