import { checkNumber } from '../errors.ts'
import { depthFirstSelect } from '../policy/depth-first.ts'
import { bestAnswer } from '../policy/recommend.ts'
import { fixedWidth } from '../policy/widen.ts'
import type { Preset } from '../search/policy.ts'
import type { AlgorithmEntry } from './entry.ts'

export interface DepthFirstOptions {
  /** Steps asked for at each node. Default 3. Whole, 1 to 1,024. */
  readonly children?: number
  /** Nodes of a lower value are given up. Default 0: none is. */
  readonly threshold?: number
  /** Best children of a node that are gone down to, the others are given up. Default: all (SPaR, Cheng 2025: 2). Whole, 1 to 1,024. */
  readonly keep?: number
}

/** Tree of Thoughts' depth-first search with pruning by value (Yao 2023, Algorithm 2). */
export function depthFirst(options: DepthFirstOptions = {}): Preset {
  const children = checkNumber('depth-first.children', options.children ?? 3, { min: 1, max: 1024, integer: true })
  const threshold = checkNumber('depth-first.threshold', options.threshold ?? 0, { min: -1e30, max: 1e30 })
  const { keep } = options
  if (keep !== undefined) checkNumber('depth-first.keep', keep, { min: 1, max: 1024, integer: true })
  return {
    name: 'depth-first',
    params: { children, threshold, ...(keep === undefined ? {} : { keep }) },
    start: () => ({
      select: depthFirstSelect(threshold, keep),
      widen: fixedWidth(children, 1),
      recommend: bestAnswer,
    }),
  }
}

export const DEPTH_FIRST: AlgorithmEntry = {
  name: 'depth-first',
  about: 'goes down the best child, gives up those below a threshold and comes back (Tree of Thoughts, depth first)',
  source: 'Yao 2023, Algorithm 2',
  options: [
    { name: 'children', default: 3, about: 'steps asked for at each node' },
    { name: 'threshold', default: 0, about: 'nodes of a lower value are given up' },
    { name: 'keep', default: null, about: 'best children of a node that are gone down to; absent: all' },
  ],
  make: depthFirst,
}
