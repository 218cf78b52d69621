import { checkNumber } from '../errors.ts'
import { estimates, halfBestRule } from '../policy/estimates.ts'
import { evaluateFirst } from '../policy/newborn.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { refineSelect, refineWidth } from '../policy/refine.ts'
import type { Preset } from '../search/policy.ts'
import type { AlgorithmEntry } from './entry.ts'

export interface MctsrOptions {
  /** Exploration weight. Default 1.4 (MathBlackBox, the authors' code). At least 0. */
  readonly c?: number
  /** Refinements of an answer before it can be done. Default 2 (ibid.). Whole, 1 to 1,024. */
  readonly children?: number
  /** Never more of one answer than this. Default 8. Whole, 1 to 1,024. */
  readonly maxChildren?: number
}

/**
 * Monte Carlo tree self-refine (Zhang 2024): answers are refined by critique and judged again; an answer is worth half its own value and half its
 * best refinement's. For generators whose steps are whole answers; states hold an answer and are not finished.
 */
export function mctsr(options: MctsrOptions = {}): Preset {
  const c = checkNumber('mctsr.c', options.c ?? 1.4, { min: 0 })
  const children = checkNumber('mctsr.children', options.children ?? 2, { min: 1, max: 1024, integer: true })
  const maxChildren = checkNumber('mctsr.maxChildren', options.maxChildren ?? 8, { min: 1, max: 1024, integer: true })
  const widen = refineWidth(children, maxChildren)
  return {
    name: 'mctsr',
    params: { c, children, maxChildren },
    start: () => ({
      select: evaluateFirst(refineSelect({ c, estimates: estimates(halfBestRule) }, widen)),
      widen,
      recommend: bestAnswer,
    }),
  }
}

export const MCTSR: AlgorithmEntry = {
  name: 'mctsr',
  about: 'Monte Carlo tree self-refine: whole answers, refined again and again, all of them in competition',
  source: 'Zhang 2024 (MCTSr), §3',
  options: [
    { name: 'c', default: 1.4, about: 'exploration weight' },
    { name: 'children', default: 2, about: 'refinements of an answer before it can be done' },
    { name: 'maxChildren', default: 8, about: 'most refinements of an answer' },
  ],
  make: mctsr,
}
