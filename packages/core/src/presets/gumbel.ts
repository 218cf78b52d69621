import { checkNumber } from '../errors.ts'
import { gumbelPolicy } from '../policy/gumbel.ts'
import { fixedWidth } from '../policy/widen.ts'
import type { Preset, WidenFn } from '../search/policy.ts'
import { EXPAND_AFTER, type AlgorithmEntry } from './entry.ts'

export interface GumbelPresetOptions {
  /** Simulations that sequential halving is planned for; the search may be stopped earlier or go on. Default 64. Whole, at least 1. */
  readonly simulations?: number
  /** Children of the root that are considered. Default 8. Whole, 1 to 1,024. */
  readonly maxConsidered?: number
  /** Steps asked for at the root; more than are considered leave the others to the noise. Default 8. Whole, 1 to 1,024. */
  readonly rootChildren?: number
  /** Steps asked for at every other node. Default 4. Whole, 1 to 1,024. */
  readonly children?: number
  /** Factor of the Gumbel noise. Default 1; 0 plans without chance. At least 0. */
  readonly gumbelScale?: number
  /** Weight of values beside log-priors. Default 0.1 (mctx). At least 0. */
  readonly valueScale?: number
  /** Visits added to the most visited child's. Default 50 (Danihelka 2022, §6). At least 0. */
  readonly maxVisitInit?: number
  /** 1 brings values to [0, 1] among the siblings first, 0 takes them as they are. Default 1 (mctx). */
  readonly rescale?: number
  /** Whether a node is asked for steps when it is chosen again (1, the default) or together with its evaluation (0). */
  readonly expandAfter?: number
}

/** Gumbel AlphaZero and MuZero (Danihelka 2022): policy improvement that holds even for a handful of simulations. */
export function gumbel(options: GumbelPresetOptions = {}): Preset {
  const whole = { min: 1, max: 1024, integer: true }
  const simulations = checkNumber('gumbel.simulations', options.simulations ?? 64, { ...whole, max: 1e9 })
  const maxConsidered = checkNumber('gumbel.maxConsidered', options.maxConsidered ?? 8, whole)
  const rootChildren = checkNumber('gumbel.rootChildren', options.rootChildren ?? 8, whole)
  const children = checkNumber('gumbel.children', options.children ?? 4, whole)
  const gumbelScale = checkNumber('gumbel.gumbelScale', options.gumbelScale ?? 1, { min: 0 })
  const valueScale = checkNumber('gumbel.valueScale', options.valueScale ?? 0.1, { min: 0 })
  const maxVisitInit = checkNumber('gumbel.maxVisitInit', options.maxVisitInit ?? 50, { min: 0 })
  const rescale = checkNumber('gumbel.rescale', options.rescale ?? 1, { min: 0, max: 1, integer: true })
  const expandAfter = checkNumber('gumbel.expandAfter', options.expandAfter ?? 1, { min: 0, max: 1, integer: true })
  const widen = rootAndOthers(fixedWidth(rootChildren, expandAfter), fixedWidth(children, expandAfter))
  return {
    name: 'gumbel',
    params: {
      simulations,
      maxConsidered,
      rootChildren,
      children,
      gumbelScale,
      valueScale,
      maxVisitInit,
      rescale,
      expandAfter,
    },
    start: () =>
      gumbelPolicy(
        { simulations, maxConsidered, gumbelScale, valueScale, maxVisitInit, rescale: rescale === 1 },
        widen,
      ),
  }
}

const rootAndOthers =
  (root: WidenFn, others: WidenFn): WidenFn =>
  (tree, node) =>
    tree.depth(node) === 0 ? root(tree, node) : others(tree, node)

export const GUMBEL: AlgorithmEntry = {
  name: 'gumbel',
  about: 'Gumbel MuZero: sequential halving at the root, completed values below; made for few simulations',
  source: 'Danihelka 2022, §3-§5, Algorithm 2',
  options: [
    { name: 'simulations', default: 64, about: 'simulations that sequential halving is planned for' },
    { name: 'maxConsidered', default: 8, about: 'children of the root that are considered' },
    { name: 'rootChildren', default: 8, about: 'steps asked for at the root' },
    { name: 'children', default: 4, about: 'steps asked for at every other node' },
    { name: 'gumbelScale', default: 1, about: 'factor of the Gumbel noise; 0 plans without chance' },
    { name: 'valueScale', default: 0.1, about: 'weight of values beside log-priors' },
    { name: 'maxVisitInit', default: 50, about: "visits added to the most visited child's" },
    { name: 'rescale', default: 1, about: '1 brings values to [0, 1] among siblings, 0 takes them as they are' },
    EXPAND_AFTER,
  ],
  make: gumbel,
}
