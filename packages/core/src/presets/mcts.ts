import { SearchError, checkNumber } from '../errors.ts'
import { descend } from '../policy/descend.ts'
import { dive } from '../policy/dive.ts'
import { graphDescend } from '../policy/graph.ts'
import { inFlightOf, type InFlightOptions } from '../policy/in-flight.ts'
import { puct } from '../policy/puct.ts'
import { uct } from '../policy/uct.ts'
import { urgencyWidening } from '../policy/urgency-widening.ts'
import { progressiveWidening } from '../policy/widen.ts'
import type { Preset, SelectFn, WidenFn } from '../search/policy.ts'
import { EXPAND_AFTER, IN_FLIGHT, type AlgorithmEntry, type OptionDescription } from './entry.ts'
import { TREE_OPTIONS, treeOptions, type TreeOptions } from './tree-options.ts'

/** What both kinds of MCTS take. */
export interface WideningOptions extends InFlightOptions, TreeOptions {
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
  /** 1: steps to a state that is there already lead to it, with visits for each way (`graphDescend`). Backends without keys search a tree. Default 0. */
  readonly graph?: number
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
  const { bounds, inFlight, isGraph, pendingVisits, maybeDive, params } = widening('mcts', {
    children: 1,
    wideningK: 3,
    ...options,
  })
  const tree = treeOptions('mcts', options)
  return {
    name: 'mcts',
    params: { c, fpuReduction, unseenReduction, ...params, ...tree.params },
    start() {
      const estimates = tree.estimates()
      const widen = urgencyWidening({ ...bounds, c, reduction: unseenReduction, inFlight, estimates })
      const select = isGraph
        ? graphDescend({ by: 'puct', c, fpuReduction, ...pendingVisits }, widen)
        : descend(puct({ c, fpu: { reduction: fpuReduction }, inFlight, estimates }), widen)
      return { select: tree.withProofs(maybeDive(select, widen)), widen, recommend: tree.recommend, graph: isGraph }
    },
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
  const { bounds, inFlight, isGraph, pendingVisits, maybeDive, params } = widening('uct', {
    children: 3,
    wideningK: 1,
    ...options,
  })
  const tree = treeOptions('uct', options)
  const widen = progressiveWidening(bounds)
  return {
    name: 'uct',
    params: { c, ...params, ...tree.params },
    start: () => ({
      select: tree.withProofs(
        maybeDive(
          isGraph
            ? graphDescend({ by: 'uct', c, ...pendingVisits }, widen)
            : descend(uct({ c, inFlight, estimates: tree.estimates() }), widen),
          widen,
        ),
      ),
      widen,
      recommend: tree.recommend,
      graph: isGraph,
    }),
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
  const graph = checkNumber(`${where}.graph`, options.graph ?? 0, { min: 0, max: 1, integer: true })
  const clash = (['backup', 'dive', 'virtualLoss', 'provenAt'] as const).find((name) => options[name] !== undefined)
  if (graph === 1 && clash !== undefined)
    throw new SearchError('INVALID_OPTIONS', `${where}.graph: got 1 and ${clash}, which is for trees`, { got: clash })
  return {
    isGraph: graph === 1,
    pendingVisits: options.pendingVisits === undefined ? {} : { pendingVisits: options.pendingVisits },
    bounds: { initial: children, k: wideningK, alpha: wideningAlpha, max: maxChildren, afterVisits: expandAfter },
    inFlight,
    maybeDive: (select: SelectFn, widen: WidenFn) => (margin === undefined ? select : dive(select, widen, { margin })),
    params: {
      children,
      wideningK,
      wideningAlpha,
      maxChildren,
      expandAfter,
      ...(options.graph === undefined ? {} : { graph }),
      ...(margin === undefined ? {} : { dive: margin }),
      ...params,
    },
  }
}

const wideningOptions = (children: number, wideningK: number): readonly OptionDescription[] => [
  { name: 'children', default: children, about: 'steps asked for when a node is first expanded' },
  { name: 'wideningK', default: wideningK, about: 'factor of the widening bound k * N^alpha' },
  { name: 'wideningAlpha', default: 0.5, about: 'exponent of the widening bound, 0 to 1' },
  { name: 'maxChildren', default: 64, about: 'most children of a node' },
  EXPAND_AFTER,
  ...IN_FLIGHT,
  { name: 'graph', default: null, about: '1: steps to a state that is there already lead to it; absent: 0' },
  { name: 'dive', default: null, about: 'goes on with the branch just worked at while it is worth the mean less this' },
  ...TREE_OPTIONS,
]

export const MCTS: AlgorithmEntry = {
  name: 'mcts',
  about: 'Monte-Carlo tree search with PUCT, widened by first-play urgency',
  source: 'Silver 2017, Methods; Schrittwieser 2020, App. B; Gelly & Wang 2006; Coulom 2007',
  options: [
    { name: 'c', default: 0.1, about: 'exploration weight' },
    { name: 'fpuReduction', default: 0, about: "first-play urgency: the parent's mean less this" },
    {
      name: 'unseenReduction',
      default: 0.25,
      about: 'urgency of a child not there yet: what is expected less this / sqrt(N)',
    },
    ...wideningOptions(1, 3),
  ],
  make: mcts,
}

export const UCT: AlgorithmEntry = {
  name: 'uct',
  about: 'Monte-Carlo tree search with UCB1 and progressive widening',
  source: 'Kocsis & Szepesvári 2006',
  options: [{ name: 'c', default: Math.SQRT2, about: 'exploration weight' }, ...wideningOptions(3, 1)],
  make: uctSearch,
}
