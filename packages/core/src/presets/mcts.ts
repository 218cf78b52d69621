import { checkNumber } from '../errors.ts'
import { descend } from '../policy/descend.ts'
import type { InFlight } from '../policy/in-flight.ts'
import { puct } from '../policy/puct.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { uct } from '../policy/uct.ts'
import { urgencyWidening } from '../policy/urgency-widening.ts'
import { progressiveWidening } from '../policy/widen.ts'
import type { Preset } from '../search/policy.ts'

/** What both kinds of MCTS take. */
export interface ExpansionOptions {
  /** Never more children than this. Default 64. */
  readonly maxChildren?: number
  /** Whether a node is asked for steps when it is chosen again (1, the default) or together with its evaluation (0). */
  readonly expandAfter?: number
  /** How trials in flight count: `wu-uct` (default) or a virtual loss of that many results of 0. */
  readonly virtualLoss?: number
}

export interface MctsOptions extends ExpansionOptions {
  /** Exploration weight of PUCT. Default 0.25 (ours, for values and priors as sharp as a trained model's; MuZero, App. B: 1.25). */
  readonly c?: number
  /** First-play urgency: the parent's mean less this. Default 0. At least 0. */
  readonly fpuReduction?: number
  /** Steps asked for when a node is first expanded. Default 1. Whole, 1 to 1,024. */
  readonly children?: number
}

/** MCTS with PUCT selection, widened by first-play urgency: priors from the generator, values from the evaluator, mean backup. */
export function mcts(options: MctsOptions = {}): Preset {
  const { c = 0.25, fpuReduction = 0, children = 1 } = options
  checkNumber('mcts.c', c, { min: 0 })
  checkNumber('mcts.fpuReduction', fpuReduction, { min: 0 })
  checkNumber('mcts.children', children, { min: 1, max: 1024, integer: true })
  const { maxChildren, expandAfter, inFlight, params } = expansion('mcts', options)
  const widen = urgencyWidening({
    initial: children,
    max: maxChildren,
    afterVisits: expandAfter,
    c,
    reduction: fpuReduction,
  })
  return {
    name: 'mcts',
    params: { c, fpuReduction, children, ...params },
    start: () => ({
      select: descend(puct({ c, fpu: { reduction: fpuReduction }, inFlight }), widen),
      widen,
      recommend: bestAnswer,
    }),
  }
}

export interface UctPresetOptions extends ExpansionOptions {
  /** Exploration weight of UCB1. Default sqrt(2). */
  readonly c?: number
  /** Steps asked for when a node is first expanded. Default 3. Whole, 1 to 1,024. */
  readonly children?: number
  /** More steps while children < wideningK * N^wideningAlpha. Defaults 1 and 0.5 (Coulom 2007 grows with a power of N below 1). */
  readonly wideningK?: number
  readonly wideningAlpha?: number
}

/** MCTS with UCT selection (Kocsis & Szepesvári 2006) and progressive widening: priors only order the first visits. */
export function uctSearch(options: UctPresetOptions = {}): Preset {
  const { c = Math.SQRT2, children = 3, wideningK = 1, wideningAlpha = 0.5 } = options
  checkNumber('uct.c', c, { min: 0 })
  checkNumber('uct.children', children, { min: 1, max: 1024, integer: true })
  checkNumber('uct.wideningK', wideningK, { min: 0 })
  checkNumber('uct.wideningAlpha', wideningAlpha, { min: 0, max: 1 })
  const { maxChildren, expandAfter, inFlight, params } = expansion('uct', options)
  const widen = progressiveWidening({
    initial: children,
    k: wideningK,
    alpha: wideningAlpha,
    max: maxChildren,
    afterVisits: expandAfter,
  })
  return {
    name: 'uct',
    params: { c, children, wideningK, wideningAlpha, ...params },
    start: () => ({ select: descend(uct({ c, inFlight }), widen), widen, recommend: bestAnswer }),
  }
}

function expansion(where: string, options: ExpansionOptions) {
  const { maxChildren = 64, expandAfter = 1, virtualLoss } = options
  checkNumber(`${where}.maxChildren`, maxChildren, { min: 1, max: 65535, integer: true })
  checkNumber(`${where}.expandAfter`, expandAfter, { min: 0, max: 1, integer: true })
  if (virtualLoss !== undefined) checkNumber(`${where}.virtualLoss`, virtualLoss, { min: 0 })
  const inFlight: InFlight = virtualLoss === undefined ? 'wu-uct' : { virtualLoss }
  const params = { maxChildren, expandAfter, ...(virtualLoss === undefined ? {} : { virtualLoss }) }
  return { maxChildren, expandAfter, inFlight, params }
}
