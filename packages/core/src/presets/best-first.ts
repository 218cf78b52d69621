import { checkNumber } from '../errors.ts'
import { bestFirstSelect } from '../policy/frontier.ts'
import { bestLine, lineValue } from '../policy/line-value.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { fixedWidth } from '../policy/widen.ts'
import type { Preset } from '../search/policy.ts'
import type { AlgorithmEntry } from './entry.ts'

export interface BestFirstOptions {
  /** Steps asked for at each node. Default 3. Whole, 1 to 1,024. */
  readonly children?: number
}

/** Best-first search: always expands the open node with the highest value (Pearl 1984, §2.3). */
export function bestFirst(options: BestFirstOptions = {}): Preset {
  const children = checkNumber('best-first.children', options.children ?? 3, { min: 1, max: 1024, integer: true })
  return {
    name: 'best-first',
    params: { children },
    start: () => ({ select: bestFirstSelect(), widen: fixedWidth(children, 1), recommend: bestAnswer }),
  }
}

export interface AStarOptions extends BestFirstOptions {
  /** What every step costs, in units of values. Default 0.01. At least 0. */
  readonly stepCost?: number
  /** Weight of the value, the estimate of what is to come (weighted A*, Pohl 1970). Default 1. At least 0. */
  readonly weight?: number
}

/**
 * A* (Hart 1968): expands the open node of the highest f = rewards of its steps - stepCost * depth + weight * value, and ends when a finished
 * line has at least the f of everything open: the best line, if values never promise too little. Over language models: Q* (Wang 2024, §3.2).
 */
export function aStar(options: AStarOptions = {}): Preset {
  const children = checkNumber('a-star.children', options.children ?? 3, { min: 1, max: 1024, integer: true })
  const stepCost = checkNumber('a-star.stepCost', options.stepCost ?? 0.01, { min: 0 })
  const weight = checkNumber('a-star.weight', options.weight ?? 1, { min: 0 })
  const priority = lineValue(stepCost, weight)
  return {
    name: 'a-star',
    params: { children, stepCost, weight },
    start: () => ({
      select: bestFirstSelect({ priority, stopsAtGoal: true }),
      widen: fixedWidth(children, 1),
      recommend: bestLine(priority),
    }),
  }
}

export const BEST_FIRST: AlgorithmEntry = {
  name: 'best-first',
  about: 'expands the open node with the highest value',
  source: 'Pearl 1984, §2.3',
  options: [{ name: 'children', default: 3, about: 'steps asked for at each node' }],
  make: bestFirst,
}

export const A_STAR: AlgorithmEntry = {
  name: 'a-star',
  about: 'expands the open node whose line promises most, steps and their rewards counted; ends at the best line',
  source: 'Hart 1968; Pohl 1970; over language models: Q*, Wang 2024, §3.2',
  options: [
    { name: 'children', default: 3, about: 'steps asked for at each node' },
    { name: 'stepCost', default: 0.01, about: 'what every step costs, in units of values' },
    { name: 'weight', default: 1, about: 'weight of the value beside the steps so far' },
  ],
  make: aStar,
}
