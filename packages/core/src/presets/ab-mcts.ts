import { checkNumber } from '../errors.ts'
import { abMctsPolicy } from '../policy/ab-mcts.ts'
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
    start: () => abMctsPolicy({ prior, isIndependent, maxChildren }),
  }
}

/** AB-MCTS-A with Beta posteriors (Inoue 2025, §3, App. A.2): for values in [0, 1]. */
export function abMctsBeta(options: AbMctsBetaOptions = {}): Preset {
  const prior = checkNumber('ab-mcts-beta.prior', options.prior ?? 0.5, { min: 1e-3, max: 1e6 })
  const { isIndependent, maxChildren, params } = common('ab-mcts-beta', options)
  return {
    name: 'ab-mcts-beta',
    params: { prior, ...params },
    start: () => abMctsPolicy({ prior: { beta: prior }, isIndependent, maxChildren }),
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
