import { checkNumber } from '../errors.ts'
import { chainSelect } from '../policy/chains.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { answerBy, voteScore } from '../policy/risk.ts'
import type { Preset, SearchPolicy } from '../search/policy.ts'
import { Flag, MAX_CHILDREN } from '../tree/tree.ts'
import type { AlgorithmEntry } from './entry.ts'

export interface BestOfNOptions {
  /** Independent chains, at most 65,535; 0 goes on until the budget ends. Default 16. */
  readonly n?: number
}

/** Best-of-N: independent sampled chains, the finished ones evaluated, the best one taken. */
export function bestOfN(options: BestOfNOptions = {}): Preset {
  const n = checkNumber('best-of-n.n', options.n ?? 16, { min: 0, max: MAX_CHILDREN, integer: true })
  return { name: 'best-of-n', params: { n }, start: () => chains(n === 0 ? MAX_CHILDREN : n, 'independent') }
}

export interface SelfConsistencyOptions extends BestOfNOptions {
  /** 1: votes count by the values of their chains (Li 2023, §3.3); 0: each the same. Default 0. */
  readonly weighted?: number
}

/** Self-consistency (Wang 2023): independent sampled chains, the answer that most of them give. */
export function selfConsistency(options: SelfConsistencyOptions = {}): Preset {
  const n = checkNumber('self-consistency.n', options.n ?? 16, { min: 0, max: MAX_CHILDREN, integer: true })
  const weighted = checkNumber('self-consistency.weighted', options.weighted ?? 0, { min: 0, max: 1, integer: true })
  return {
    name: 'self-consistency',
    params: { n, weighted },
    start: () => ({
      ...chains(n === 0 ? MAX_CHILDREN : n, 'independent'),
      recommend: answerBy(voteScore(weighted === 1)),
    }),
  }
}

/** One chain of the likeliest steps. */
export function greedy(): Preset {
  return { name: 'greedy', params: {}, start: () => chains(1, 'likeliest') }
}

function chains(count: number, proposals: 'independent' | 'likeliest'): SearchPolicy {
  return {
    select: chainSelect(count),
    widen: () => 1,
    evaluate: (tree, node) => tree.has(node, Flag.terminal),
    recommend: bestAnswer,
    proposals,
  }
}

export const SELF_CONSISTENCY: AlgorithmEntry = {
  name: 'self-consistency',
  about: 'independent sampled chains, the answer that most of them give',
  source: 'Wang 2023, §2; weighted: Li 2023, §3.3',
  options: [
    { name: 'n', default: 16, about: 'chains; 0 goes on until the budget ends' },
    { name: 'weighted', default: 0, about: '1: votes count by the values of their chains' },
  ],
  make: selfConsistency,
}

export const BEST_OF_N: AlgorithmEntry = {
  name: 'best-of-n',
  about: 'independent sampled chains, the best finished one taken',
  source: 'Stiennon 2020, §4.3',
  options: [{ name: 'n', default: 16, about: 'chains; 0 goes on until the budget ends' }],
  make: bestOfN,
}

export const GREEDY: AlgorithmEntry = {
  name: 'greedy',
  about: 'one chain of the likeliest steps',
  source: 'the baseline of all',
  options: [],
  make: greedy,
}
