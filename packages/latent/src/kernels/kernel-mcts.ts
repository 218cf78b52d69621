import {
  checkNumber,
  descend,
  NONE,
  progressiveWidening,
  urgencyWidening,
  type NodeId,
  type Preset,
  type RecommendFn,
} from '@espalier/core'
import { kernelPuct, kernelUct, sharedStatistics } from './kernel-pick.ts'
import { kernelBounds } from './kernel-regression.ts'
import type { NodeSimilarity } from './landings.ts'

export interface KernelMctsOptions {
  /** Whose statistics count for whom: `landings(...).similarity`, or any other. */
  readonly similarity: NodeSimilarity
  /** `puct` (default): priors weigh the exploration, as in `mcts`; `ucb`: KR-UCT's own bound, which knows none, as in `uct`. */
  readonly by?: 'puct' | 'ucb'
  /** Exploration weight. Default 0.2 in `puct` (ours), sqrt(2) in `ucb`. At least 0. */
  readonly c?: number
  /** First-play urgency of `puct`: the parent's mean less this. Default 0.1. At least 0. */
  readonly fpuReduction?: number
  /** Steps asked for at first, together with the value. Whole, from 1. Default 4. */
  readonly children?: number
  /** Factor of the widening bound k sqrt(N). Default 3 in `puct`, 1 in `ucb`. At least 0. */
  readonly wideningK?: number
  /** Never more children than this. Whole, from 1. Default 64. */
  readonly maxChildren?: number
}

/**
 * MCTS in which children count for each other by how alike they are: KR-UCT (Yee, Lisý & Bowling, IJCAI 2016, §4) on where steps lead to. Unlike
 * there, a new step is the generator's next one, not the least known one near the best: what would be near shows only once it is thought of. Without
 * a proven answer the line of the largest lower bounds is recommended. A preset knows one search: its nodes are what `similarity` speaks of.
 */
export function kernelMcts(options: KernelMctsOptions): Preset {
  const { similarity, by = 'puct' } = options
  const c = checkNumber('kernelMcts.c', options.c ?? (by === 'puct' ? 0.2 : Math.SQRT2), { min: 0 })
  const fpuReduction = checkNumber('kernelMcts.fpuReduction', options.fpuReduction ?? 0.1, { min: 0 })
  const children = checkNumber('kernelMcts.children', options.children ?? 4, { min: 1, max: 1024, integer: true })
  const wideningK = checkNumber('kernelMcts.wideningK', options.wideningK ?? (by === 'puct' ? 3 : 1), { min: 0 })
  const most = { min: 1, max: 65_535, integer: true }
  const maxChildren = checkNumber('kernelMcts.maxChildren', options.maxChildren ?? 64, most)
  const bounds = { initial: children, k: wideningK, alpha: 0.5, max: maxChildren, afterVisits: 0 }
  return {
    name: 'kernel-mcts',
    params: { by, c, ...(by === 'puct' ? { fpuReduction } : {}), children, wideningK, maxChildren },
    start: () => {
      const widen = by === 'puct' ? urgencyWidening({ ...bounds, c, reduction: 0.25 }) : progressiveWidening(bounds)
      const pick = by === 'puct' ? kernelPuct({ similarity, c, fpuReduction }) : kernelUct({ similarity, c })
      return { select: descend(pick, widen), widen, recommend: safest(similarity) }
    },
  }
}

/** The best answer; without one, down along the largest lower bounds, one standard width below the shared value. */
function safest(similarity: NodeSimilarity): RecommendFn {
  return (tree, answer, _, root) => {
    if (answer !== NONE) return answer
    let node: NodeId = root
    while (tree.childCount(node) > 0) {
      const { children, values, weights } = sharedStatistics(tree, node, similarity)
      const bounds = kernelBounds({ values, weights }, -1)
      let best = 0
      for (let i = 1; i < children.length; i++) if (bounds[i]! > bounds[best]!) best = i
      node = children[best]!
    }
    return node
  }
}
