import { checkNumber } from '../errors.ts'
import { inFlightOf, type InFlightOptions } from '../policy/in-flight.ts'
import { puctBySiblings } from '../policy/puct-by-siblings.ts'
import { byMinMax, byParentAndSiblings, type QTransform } from '../policy/q-transform.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { fixedWidth } from '../policy/widen.ts'
import type { Preset } from '../search/policy.ts'
import { EXPAND_AFTER, IN_FLIGHT, type AlgorithmEntry, type OptionDescription } from './entry.ts'

export interface PuctPresetOptions extends InFlightOptions {
  /** Exploration weight. Default 1.25 (pb_c_init, Schrittwieser 2020, App. B). At least 0. */
  readonly c?: number
  /** How fast it grows with visits. Default 19,652 (pb_c_base, ibid.). At least 1. */
  readonly base?: number
  /** Share of Dirichlet noise in the root's priors, 0 to 1. Default 0: noise is for self-play, where every game should differ. */
  readonly noiseFraction?: number
  /** Concentration of that noise. Default 0.3 (chess, Silver 2017, Methods). Above 0. */
  readonly noiseAlpha?: number
  /** Steps asked for at each node. Default 4. Whole, 1 to 1,024. */
  readonly children?: number
  /** Whether a node is asked for steps when it is chosen again (1, the default) or together with its evaluation (0). */
  readonly expandAfter?: number
}

export interface AlphaZeroOptions extends PuctPresetOptions {
  /** The range of values that is brought to [0, 1]. Default 0 and 1. */
  readonly minValue?: number
  readonly maxValue?: number
}

/** AlphaZero's search (Silver 2017, Methods): PUCT over values of a known range; a child without visits counts as a loss. */
export function alphaZero(options: AlphaZeroOptions = {}): Preset {
  const minValue = checkNumber('alphazero.minValue', options.minValue ?? 0, { min: -1e30 })
  const maxValue = checkNumber('alphazero.maxValue', options.maxValue ?? 1, { min: -1e30, max: 1e30 })
  checkNumber('alphazero.maxValue - minValue', maxValue - minValue, { min: 1e-12 })
  return puctPreset('alphazero', byMinMax(minValue, maxValue), options, { minValue, maxValue })
}

/**
 * MuZero's search (Schrittwieser 2020, App. B): PUCT over values brought to [0, 1] among the siblings, for rewards, discounts and values of
 * any range.
 */
export function muZero(options: PuctPresetOptions = {}): Preset {
  return puctPreset('muzero', byParentAndSiblings, options, {})
}

function puctPreset(
  name: string,
  qTransform: QTransform,
  options: PuctPresetOptions,
  more: Readonly<Record<string, number>>,
): Preset {
  const c = checkNumber(`${name}.c`, options.c ?? 1.25, { min: 0 })
  const base = checkNumber(`${name}.base`, options.base ?? 19_652, { min: 1 })
  const noiseFraction = checkNumber(`${name}.noiseFraction`, options.noiseFraction ?? 0, { min: 0, max: 1 })
  const noiseAlpha = checkNumber(`${name}.noiseAlpha`, options.noiseAlpha ?? 0.3, { min: 1e-3, max: 1e3 })
  const children = checkNumber(`${name}.children`, options.children ?? 4, { min: 1, max: 1024, integer: true })
  const expandAfter = checkNumber(`${name}.expandAfter`, options.expandAfter ?? 1, { min: 0, max: 1, integer: true })
  const noise = { alpha: noiseAlpha, fraction: noiseFraction }
  const { inFlight, params } = inFlightOf(name, options)
  const widen = fixedWidth(children, expandAfter)
  return {
    name,
    params: { c, base, noiseFraction, noiseAlpha, children, expandAfter, ...more, ...params },
    start: () => ({
      select: puctBySiblings({ c, base, qTransform, noise, inFlight }, widen),
      widen,
      recommend: bestAnswer,
    }),
  }
}

const puctOptions: readonly OptionDescription[] = [
  { name: 'c', default: 1.25, about: 'exploration weight' },
  { name: 'base', default: 19_652, about: 'how fast it grows with visits: log((N + base + 1) / base)' },
  { name: 'noiseFraction', default: 0, about: "share of Dirichlet noise in the root's priors" },
  { name: 'noiseAlpha', default: 0.3, about: 'concentration of that noise' },
  { name: 'children', default: 4, about: 'steps asked for at each node' },
  EXPAND_AFTER,
  ...IN_FLIGHT,
]

export const ALPHAZERO: AlgorithmEntry = {
  name: 'alphazero',
  about: 'Monte-Carlo tree search with PUCT over values as they are, a fixed number of steps a node',
  source: 'Silver 2017, Methods',
  options: [
    ...puctOptions,
    { name: 'minValue', default: 0, about: 'lowest value, brought to 0' },
    { name: 'maxValue', default: 1, about: 'highest value, brought to 1' },
  ],
  make: alphaZero,
}

export const MUZERO: AlgorithmEntry = {
  name: 'muzero',
  about: 'PUCT over values rescaled among siblings, for rewards, discounts and any range of values',
  source: 'Schrittwieser 2020, App. B; mctx, qtransform_by_parent_and_siblings',
  options: puctOptions,
  make: muZero,
}
