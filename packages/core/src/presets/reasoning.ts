import { checkNumber } from '../errors.ts'
import { descend } from '../policy/descend.ts'
import { dive } from '../policy/dive.ts'
import { childrenRule, consistencyRule, estimates, maxRule } from '../policy/estimates.ts'
import { evaluateFirst } from '../policy/newborn.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { answerBy, voteScore } from '../policy/risk.ts'
import { uct } from '../policy/uct.ts'
import { fixedWidth } from '../policy/widen.ts'
import type { Preset } from '../search/policy.ts'
import { Flag } from '../tree/tree.ts'
import type { AlgorithmEntry, OptionDescription } from './entry.ts'

/**
 * Searches that papers on language models describe, put together from the same parts: UCT on the way down, a simulation that goes on from the
 * new node along its best step (`dive`), and their own ways back.
 */

/** However bad a branch looks, the simulation goes on to its end. */
const ALWAYS = 1e15

export interface ReasoningOptions {
  /** Exploration weight. Default 1 (all four papers' w). At least 0. */
  readonly c?: number
  /** Steps asked for at each node. Whole, 1 to 1,024. Default 4 in `rap`, 5 in `lats` and `rstar`, 3 in `rest-mcts`. */
  readonly children?: number
}

function common(where: string, options: ReasoningOptions, children: number) {
  return {
    c: checkNumber(`${where}.c`, options.c ?? 1, { min: 0 }),
    children: checkNumber(`${where}.children`, options.children ?? children, { min: 1, max: 1024, integer: true }),
  }
}

/** RAP (Hao 2023, §3.3): reasoning as planning. Simulations to the end along the likeliest step, the best line's return on the way back. */
export function rap(options: ReasoningOptions = {}): Preset {
  const { c, children } = common('rap', options, 4)
  const widen = fixedWidth(children)
  return {
    name: 'rap',
    params: { c, children },
    start: () => ({
      select: dive(descend(uct({ c, estimates: estimates(maxRule) }), widen), widen, { margin: ALWAYS }),
      widen,
      recommend: bestAnswer,
    }),
  }
}

export interface LatsOptions extends ReasoningOptions {
  /** Weight of the value beside how often a step was proposed (lambda). Default 0.5 (Zhou 2024, App. C). 0 to 1. */
  readonly valueWeight?: number
}

/** LATS (Zhou 2024, §4): every child is judged when it is born, simulations go on to the end along the best of them. */
export function lats(options: LatsOptions = {}): Preset {
  const { c, children } = common('lats', options, 5)
  const valueWeight = checkNumber('lats.valueWeight', options.valueWeight ?? 0.5, { min: 0, max: 1 })
  const widen = fixedWidth(children, 1)
  return {
    name: 'lats',
    params: { c, children, valueWeight },
    start: () => ({
      select: evaluateFirst(
        dive(descend(uct({ c, estimates: estimates(consistencyRule(valueWeight)) }), widen), widen, { margin: ALWAYS }),
      ),
      widen,
      recommend: bestAnswer,
    }),
  }
}

export interface RestMctsOptions extends ReasoningOptions {
  /** Steps that a simulation goes on by at most. Default 2. Whole, at least 1. */
  readonly rollout?: number
}

/** ReST-MCTS* (Zhang 2024, Algorithm 2): a process value for every step, short greedy simulations, parents worth their children's weighted mean. */
export function restMcts(options: RestMctsOptions = {}): Preset {
  const { c, children } = common('rest-mcts', options, 3)
  const rollout = checkNumber('rest-mcts.rollout', options.rollout ?? 2, { min: 1, max: 1e6, integer: true })
  const widen = fixedWidth(children, 1)
  return {
    name: 'rest-mcts',
    params: { c, children, rollout },
    start: () => ({
      select: evaluateFirst(
        dive(descend(uct({ c, estimates: estimates(childrenRule) }), widen), widen, { margin: ALWAYS, most: rollout }),
      ),
      widen,
      recommend: bestAnswer,
    }),
  }
}

/**
 * rStar (Qi 2024, §3): only ends of lines are judged, simulations go on to the end, and the answer is the one that most lines agree on, weighted
 * by their values. Its five kinds of action are five generators (`source` of a proposal); its second model, which completes a line to see whether
 * it comes to the same answer, is the evaluator of finished states. In text: `rStarActions`, `consistencyValue` and, after the search,
 * `mostConsistent` of `@espalier/token`.
 */
export function rStar(options: ReasoningOptions = {}): Preset {
  const { c, children } = common('rstar', options, 5)
  const widen = fixedWidth(children)
  return {
    name: 'rstar',
    params: { c, children },
    start: () => ({
      select: dive(descend(uct({ c }), widen, { values: 'ends' }), widen, { margin: ALWAYS }),
      widen,
      evaluate: (tree, node) => tree.has(node, Flag.terminal),
      recommend: answerBy(voteScore(true)),
    }),
  }
}

const options = (children: number, ...more: readonly OptionDescription[]): readonly OptionDescription[] => [
  { name: 'c', default: 1, about: 'exploration weight' },
  { name: 'children', default: children, about: 'steps asked for at each node' },
  ...more,
]

export const RAP: AlgorithmEntry = {
  name: 'rap',
  about: 'reasoning as planning: UCT, simulations to the end, the best line counts on the way back',
  source: 'Hao 2023 (RAP), §3.3',
  options: options(4),
  make: rap,
}

export const LATS: AlgorithmEntry = {
  name: 'lats',
  about:
    'language agent tree search: every child judged by value and by how often it was proposed, simulations to the end',
  source: 'Zhou 2024 (LATS), §4.1',
  options: options(5, {
    name: 'valueWeight',
    default: 0.5,
    about: 'weight of the value beside how often a step was proposed, 0 to 1',
  }),
  make: lats,
}

export const REST_MCTS: AlgorithmEntry = {
  name: 'rest-mcts',
  about: 'every step judged, short greedy simulations, parents worth the weighted mean of their children',
  source: 'Zhang 2024 (ReST-MCTS*), Algorithm 2',
  options: options(3, { name: 'rollout', default: 2, about: 'steps that a simulation goes on by at most' }),
  make: restMcts,
}

export const RSTAR: AlgorithmEntry = {
  name: 'rstar',
  about: 'several kinds of action, only ends of lines judged, the answer that most lines agree on',
  source: 'Qi 2024 (rStar), §3',
  options: options(5),
  make: rStar,
}
