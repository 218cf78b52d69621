import { portableLog } from '@espalier/core'
import { sampledPriors } from './kernels/sampled-prior.ts'
import type { ThoughtStep } from './thought-step.ts'

/** Whether a step's vector was drawn, rather than named: its prior follows from what else was drawn. */
export function isDrawn({ operator }: Pick<ThoughtStep, 'operator'>): boolean {
  return operator !== 'identity' && operator !== 'steer' && operator !== 'word'
}

/**
 * Priors of drawn vectors among all that were drawn at their state, by what they read as (Sampled MuZero; 2104.06303, §3): proportional to
 * (β̂ / β) π, with the model's probability of the symbol for π. An operator's own chance β of a vector that reads so has no closed form; it is
 * estimated by the share of the draws that do. So vectors that read alike share their symbol's probability, however often it was drawn.
 *
 * `symbols`: what each vector reads as. `readOut`: the state's natural log-probabilities. They sum to one.
 */
export function drawnPriors(symbols: readonly number[], readOut: Float32Array): Float64Array {
  const times = new Map<number, number>()
  for (const symbol of symbols) times.set(symbol, (times.get(symbol) ?? 0) + 1)
  return sampledPriors({
    counts: symbols.map(() => 1),
    logProposal: Float64Array.from(symbols, (symbol) => portableLog(times.get(symbol)! / symbols.length)),
    logPolicy: Float64Array.from(symbols, (symbol) => readOut[symbol]!),
  })
}
