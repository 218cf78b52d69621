import { checkNumber } from '../errors.ts'
import { chooseByPosteriors } from '../policy/ab-mcts-a.ts'
import { chooseByMixedModel } from '../policy/ab-mcts-m.ts'
import { abMctsPolicy } from '../policy/ab-mcts.ts'
import { DEFAULT_MIXED } from '../policy/mixed-model.ts'
import { DEFAULT_GAUSSIAN, checkGaussianPrior } from '../policy/posterior.ts'
import type { Preset } from '../search/policy.ts'
import { MAX_CHILDREN } from '../tree/tree.ts'
import { type AlgorithmEntry, type OptionDescription } from './entry.ts'

export interface AbMctsPresetOptions {
  /** 1: several steps of a node may be in flight, as independent samples; 0: one at a time, different from its siblings. Default 0. */
  readonly independent?: number
  /** Never more children of a node than this. Default 65,535. */
  readonly maxChildren?: number
}

export interface AbMctsGaussianOptions extends AbMctsPresetOptions {
  /** Prior mean of values. Default 0 (TreeQuest). */
  readonly priorMean?: number
  /** Values that it counts for. Default 1 (TreeQuest). Above 0. */
  readonly priorMeanWeight?: number
  /** Prior variance of values. Default 0.1 (TreeQuest). Above 0. */
  readonly priorVariance?: number
  /** Values that it counts for. Default 1 (TreeQuest). Whole, at least 1. */
  readonly priorVarianceWeight?: number
}

export interface AbMctsBetaOptions extends AbMctsPresetOptions {
  /** Successes and failures that the prior counts for, each. Default 0.5 (Jeffreys; TreeQuest). Above 0. */
  readonly prior?: number
}

/** AB-MCTS-A with Gaussian posteriors (Inoue 2025, §3, App. A.1): wider or deeper by Thompson sampling. Values of any range. */
export function abMcts(options: AbMctsGaussianOptions = {}): Preset {
  const prior = checkGaussianPrior('ab-mcts', {
    mean: options.priorMean ?? DEFAULT_GAUSSIAN.mean,
    meanWeight: options.priorMeanWeight ?? DEFAULT_GAUSSIAN.meanWeight,
    variance: options.priorVariance ?? DEFAULT_GAUSSIAN.variance,
    varianceWeight: options.priorVarianceWeight ?? DEFAULT_GAUSSIAN.varianceWeight,
  })
  const { isIndependent, maxChildren, params } = common('ab-mcts', options)
  return {
    name: 'ab-mcts',
    params: {
      priorMean: prior.mean,
      priorMeanWeight: prior.meanWeight,
      priorVariance: prior.variance,
      priorVarianceWeight: prior.varianceWeight,
      ...params,
    },
    start: () => abMctsPolicy(chooseByPosteriors(prior), { isIndependent, maxChildren }),
  }
}

/** AB-MCTS-A with Beta posteriors (Inoue 2025, §3, App. A.2): for values in [0, 1]. */
export function abMctsBeta(options: AbMctsBetaOptions = {}): Preset {
  const prior = checkNumber('ab-mcts-beta.prior', options.prior ?? 0.5, { min: 1e-3, max: 1e6 })
  const { isIndependent, maxChildren, params } = common('ab-mcts-beta', options)
  return {
    name: 'ab-mcts-beta',
    params: { prior, ...params },
    start: () => abMctsPolicy(chooseByPosteriors({ beta: prior }), { isIndependent, maxChildren }),
  }
}

export interface AbMctsMixedOptions extends AbMctsPresetOptions {
  /** Prior mean of the values of all children together. Default 0.5 (TreeQuest). */
  readonly priorMean?: number
  /** Its spread. Default 0.2 (TreeQuest). Above 0. */
  readonly priorMeanSpread?: number
  /** Scale of the half-normal over the spread between children. Default 0.2 (TreeQuest). Above 0. */
  readonly groupSpread?: number
  /** Scale of the half-normal over the spread of the values below one child. Default 0.3 (TreeQuest). Above 0. */
  readonly valueSpread?: number
}

/** AB-MCTS-M (Inoue 2025, §3.3): wider or deeper by Thompson sampling from a mixed model, fitted at every node on the way in microseconds. */
export function abMctsMixed(options: AbMctsMixedOptions = {}): Preset {
  const spread = { min: 1e-6, max: 1e6 }
  const prior = {
    mean: checkNumber('ab-mcts-m.priorMean', options.priorMean ?? DEFAULT_MIXED.mean, { min: -1e6, max: 1e6 }),
    meanSpread: checkNumber('ab-mcts-m.priorMeanSpread', options.priorMeanSpread ?? DEFAULT_MIXED.meanSpread, spread),
    groupSpread: checkNumber('ab-mcts-m.groupSpread', options.groupSpread ?? DEFAULT_MIXED.groupSpread, spread),
    valueSpread: checkNumber('ab-mcts-m.valueSpread', options.valueSpread ?? DEFAULT_MIXED.valueSpread, spread),
  }
  const { isIndependent, maxChildren, params } = common('ab-mcts-m', options)
  return {
    name: 'ab-mcts-m',
    params: {
      priorMean: prior.mean,
      priorMeanSpread: prior.meanSpread,
      groupSpread: prior.groupSpread,
      valueSpread: prior.valueSpread,
      ...params,
    },
    start: () => abMctsPolicy(chooseByMixedModel(prior), { isIndependent, maxChildren }),
  }
}

function common(where: string, options: AbMctsPresetOptions) {
  const independent = checkNumber(`${where}.independent`, options.independent ?? 0, { min: 0, max: 1, integer: true })
  const maxChildren = checkNumber(`${where}.maxChildren`, options.maxChildren ?? MAX_CHILDREN, {
    min: 1,
    max: MAX_CHILDREN,
    integer: true,
  })
  return { isIndependent: independent === 1, maxChildren, params: { independent, maxChildren } }
}

const abOptions: readonly OptionDescription[] = [
  {
    name: 'independent',
    default: 0,
    about: '1: several steps of a node at once, as samples; 0: one at a time, distinct',
  },
  { name: 'maxChildren', default: 65_535, about: 'most children of a node' },
]

export const AB_MCTS: AlgorithmEntry = {
  name: 'ab-mcts',
  about: 'wider or deeper by Thompson sampling from Gaussian posteriors',
  source: 'AB-MCTS-A: Inoue 2025, §3, App. A.1; priors of TreeQuest',
  options: [
    { name: 'priorMean', default: 0, about: 'prior mean of values' },
    { name: 'priorMeanWeight', default: 1, about: 'values that it counts for' },
    { name: 'priorVariance', default: 0.1, about: 'prior variance of values' },
    { name: 'priorVarianceWeight', default: 1, about: 'values that it counts for' },
    ...abOptions,
  ],
  make: abMcts,
}

export const AB_MCTS_BETA: AlgorithmEntry = {
  name: 'ab-mcts-beta',
  about: 'wider or deeper by Thompson sampling from Beta posteriors, for values from 0 to 1',
  source: 'AB-MCTS-A: Inoue 2025, §3, App. A.2',
  options: [{ name: 'prior', default: 0.5, about: 'successes and failures that the prior counts for' }, ...abOptions],
  make: abMctsBeta,
}

export const AB_MCTS_MIXED: AlgorithmEntry = {
  name: 'ab-mcts-m',
  about: 'wider or deeper by Thompson sampling from a mixed model of all children',
  source: 'AB-MCTS-M: Inoue 2025, §3.3; priors of TreeQuest; griddy sampling: Ritter & Tanner 1992',
  options: [
    { name: 'priorMean', default: 0.5, about: 'prior mean of the values of all children together' },
    { name: 'priorMeanSpread', default: 0.2, about: 'its spread' },
    { name: 'groupSpread', default: 0.2, about: 'scale of the spread between children' },
    { name: 'valueSpread', default: 0.3, about: 'scale of the spread of the values below one child' },
    ...abOptions,
  ],
  make: abMctsMixed,
}
