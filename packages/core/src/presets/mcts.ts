import { checkNumber } from '../errors.ts'
import { descend } from '../policy/descend.ts'
import { dive } from '../policy/dive.ts'
import { inFlightOf, type InFlightOptions } from '../policy/in-flight.ts'
import { puct } from '../policy/puct.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { uct } from '../policy/uct.ts'
import { urgencyWidening } from '../policy/urgency-widening.ts'
import { progressiveWidening } from '../policy/widen.ts'
import type { Preset, SelectFn, WidenFn } from '../search/policy.ts'

/** What both kinds of MCTS take. */
export interface WideningOptions extends InFlightOptions {
  /** Steps asked for when a node is first expanded. Whole, 1 to 1,024. Default 1 in `mcts`, 3 in `uct`. */
  readonly children?: number
  /** More steps while children < wideningK * N^wideningAlpha. K: default 3 in `mcts`, 1 in `uct`. */
  readonly wideningK?: number
  /** Default 0.5 (Coulom 2007 grows with a power of N below 1). */
  readonly wideningAlpha?: number
  /** Never more children than this. Default 64. */
  readonly maxChildren?: number
  /** Whether a node is asked for steps when it is chosen again (1, the default) or together with its evaluation (0). */
  readonly expandAfter?: number
  /** Goes on with the branch just worked at while it is worth at least the mean less this (`dive`). Default: never. At least 0. */
  readonly dive?: number
}

export interface MctsOptions extends WideningOptions {
  /** Exploration weight of PUCT. Default 0.1 (ours, for values and priors as sharp as a trained model's; MuZero, App. B: 1.25). */
  readonly c?: number
  /** First-play urgency: the parent's mean less this. Default 0. At least 0. */
  readonly fpuReduction?: number
  /** Urgency of a child that is not there yet: what a step is expected to be worth less this over sqrt(N). Default 0.25 (ours). At least 0. */
  readonly unseenReduction?: number
}

/** MCTS with PUCT selection, widened by first-play urgency within a bound: priors from the generator, values from the evaluator, mean backup. */
export function mcts(options: MctsOptions = {}): Preset {
  const { c = 0.1, fpuReduction = 0, unseenReduction = 0.25 } = options
  checkNumber('mcts.c', c, { min: 0 })
  checkNumber('mcts.fpuReduction', fpuReduction, { min: 0 })
  checkNumber('mcts.unseenReduction', unseenReduction, { min: 0 })
  const { bounds, inFlight, maybeDive, params } = widening('mcts', { children: 1, wideningK: 3, ...options })
  const widen = urgencyWidening({ ...bounds, c, reduction: unseenReduction, inFlight })
  return {
    name: 'mcts',
    params: { c, fpuReduction, unseenReduction, ...params },
    start: () => ({
      select: maybeDive(descend(puct({ c, fpu: { reduction: fpuReduction }, inFlight }), widen), widen),
      widen,
      recommend: bestAnswer,
    }),
  }
}

export interface UctPresetOptions extends WideningOptions {
  /** Exploration weight of UCB1. Default sqrt(2). */
  readonly c?: number
}

/** MCTS with UCT selection (Kocsis & Szepesvári 2006) and progressive widening: priors only order the first visits. */
export function uctSearch(options: UctPresetOptions = {}): Preset {
  const { c = Math.SQRT2 } = options
  checkNumber('uct.c', c, { min: 0 })
  const { bounds, inFlight, maybeDive, params } = widening('uct', { children: 3, wideningK: 1, ...options })
  const widen = progressiveWidening(bounds)
  return {
    name: 'uct',
    params: { c, ...params },
    start: () => ({ select: maybeDive(descend(uct({ c, inFlight }), widen), widen), widen, recommend: bestAnswer }),
  }
}

function widening(where: string, options: WideningOptions & { readonly children: number; readonly wideningK: number }) {
  const { children, wideningK, wideningAlpha = 0.5, maxChildren = 64, expandAfter = 1, dive: margin } = options
  checkNumber(`${where}.children`, children, { min: 1, max: 1024, integer: true })
  checkNumber(`${where}.wideningK`, wideningK, { min: 0 })
  checkNumber(`${where}.wideningAlpha`, wideningAlpha, { min: 0, max: 1 })
  checkNumber(`${where}.maxChildren`, maxChildren, { min: 1, max: 65535, integer: true })
  checkNumber(`${where}.expandAfter`, expandAfter, { min: 0, max: 1, integer: true })
  if (margin !== undefined) checkNumber(`${where}.dive`, margin, { min: 0 })
  const { inFlight, params } = inFlightOf(where, options)
  return {
    bounds: { initial: children, k: wideningK, alpha: wideningAlpha, max: maxChildren, afterVisits: expandAfter },
    inFlight,
    maybeDive: (select: SelectFn, widen: WidenFn) => (margin === undefined ? select : dive(select, widen, { margin })),
    params: {
      children,
      wideningK,
      wideningAlpha,
      maxChildren,
      expandAfter,
      ...(margin === undefined ? {} : { dive: margin }),
      ...params,
    },
  }
}
