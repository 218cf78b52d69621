import { portableExp, type Draw } from '@espalier/core'
import type { ThoughtState } from './thought-state.ts'
import type { RefineMethod, RefineScore, ThoughtStep } from './thought-step.ts'

/** An operator that proposals are made with, and its numbers. */
export type OperatorSetting =
  | { readonly operator: 'identity' | 'word' }
  /** Default strength 0.5: of the values tried the one that brings a thought nearest to a node's children. */
  | { readonly operator: 'steer'; readonly strength?: number }
  /** Default sigma 0.5. */
  | { readonly operator: 'gaussian'; readonly sigma?: number }
  /** Default rate 0.1. */
  | { readonly operator: 'dropout'; readonly rate?: number }
  /** Default temperature 0.5. */
  | { readonly operator: 'gumbel'; readonly temperature?: number }
  /** Default concentration 1. */
  | { readonly operator: 'dirichlet'; readonly concentration?: number }
  | RefineSetting

export interface RefineSetting {
  readonly operator: 'refine'
  /** Default `voot`. */
  readonly method?: RefineMethod
  /** Positions of the model that a proposal takes. Whole, 2 to 1,024. Default 8. */
  readonly evaluations?: number
  /** Default: the value head where the model has one, else `implicit`. */
  readonly by?: RefineScore
}

/** A step that may be taken, with its weight among its siblings; null for a drawn vector, whose symbol is settled when it is made. */
export interface Candidate {
  readonly step: ThoughtStep
  readonly prior: number | null
}

/** A symbol that is less likely than this is not proposed. */
export const MIN_PROBABILITY = 1e-3

/** Symbols by probability, the likeliest first; of equals the lower one. Those below `MIN_PROBABILITY` are left out, but never all. */
export function rankedSymbols(readOut: Float32Array, symbols: number): readonly number[] {
  const order = Array.from({ length: symbols }, (_, symbol) => symbol)
  order.sort((a, b) => readOut[b]! - readOut[a]! || a - b)
  const first = order.findIndex((symbol) => portableExp(readOut[symbol]!) < MIN_PROBABILITY)
  return order.slice(0, first === -1 ? symbols : Math.max(1, first))
}

/**
 * Steps to take from a thought, best first: the likeliest symbol, the thought as it is, further symbols; then vectors drawn at random, without
 * end where an operator draws. Each symbol comes once for each operator that names one.
 */
export function* candidatesOf<Problem>(
  state: ThoughtState<Problem>,
  readOut: Float32Array,
  symbols: number,
  operators: readonly OperatorSetting[],
  draw: Draw,
): Generator<Candidate> {
  const naming = operators.filter(({ operator }) => operator === 'steer' || operator === 'word')
  const sampling = operators.filter(
    ({ operator }) => operator !== 'steer' && operator !== 'word' && operator !== 'identity',
  )
  const ranked = rankedSymbols(readOut, symbols)
  const top = ranked[0]!
  for (const [rank, symbol] of (naming.length > 0 ? ranked : []).entries()) {
    const prior = portableExp(readOut[symbol]!) / naming.length
    for (const setting of naming) yield { step: named(setting, symbol), prior }
    if (rank === 0) yield* identity(operators, top, readOut)
  }
  if (naming.length === 0) yield* identity(operators, top, readOut)
  // Below a mask there is one vector of that mask, and not one more.
  const isSpent = ({ operator }: OperatorSetting): boolean =>
    operator === 'dropout' && state.step?.operator === 'dropout'
  const endless = sampling.filter((setting) => !isSpent(setting))
  for (let left = sampling; left.length > 0; left = endless) {
    for (const setting of left) yield { step: sampled(setting, top, state, draw), prior: null }
  }
}

function* identity(operators: readonly OperatorSetting[], symbol: number, readOut: Float32Array): Generator<Candidate> {
  if (!operators.some(({ operator }) => operator === 'identity')) return
  yield { step: { operator: 'identity', symbol }, prior: portableExp(readOut[symbol]!) }
}

export function named(setting: OperatorSetting, symbol: number): ThoughtStep {
  if (setting.operator === 'steer') return { operator: 'steer', symbol, strength: setting.strength ?? 0.5 }
  return { operator: 'word', symbol }
}

function sampled<Problem>(
  setting: OperatorSetting,
  symbol: number,
  state: ThoughtState<Problem>,
  draw: Draw,
): ThoughtStep {
  const seed = Math.floor(draw() * 0x100000000)
  switch (setting.operator) {
    case 'gaussian':
      return { operator: 'gaussian', symbol, sigma: setting.sigma ?? 0.5, seed }
    case 'dropout': {
      // One mask for a whole line (Dropout-GRPO; 2606.10184).
      const mask = state.step?.operator === 'dropout' ? state.step.seed : seed
      return { operator: 'dropout', symbol, rate: setting.rate ?? 0.1, seed: mask }
    }
    case 'gumbel':
      return { operator: 'gumbel', symbol, temperature: setting.temperature ?? 0.5, seed }
    case 'dirichlet':
      return { operator: 'dirichlet', symbol, concentration: setting.concentration ?? 1, seed }
    case 'refine': {
      const { method = 'voot', evaluations = 8, by = 'implicit' } = setting
      return { operator: 'refine', symbol, method, by, evaluations, seed }
    }
    case 'identity':
    case 'steer':
    case 'word':
      throw new Error(`${setting.operator} draws nothing`)
  }
}
