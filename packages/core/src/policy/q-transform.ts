import type { Tree } from '../tree/tree.ts'
import type { Siblings } from './siblings.ts'

/** Writes what each child's mean return counts for in a selection into `siblings.score`. Children without visits get one too. */
export type QTransform = (tree: Tree, siblings: Siblings) => void

/** Smallest span that values are divided by (mctx). */
const EPSILON = 1e-8

/**
 * Means brought from [min, max] to [0, 1]; children without visits count as the minimum, as AlphaZero has it (mctx's
 * `qtransform_by_min_max`). For values whose range is known.
 */
export function byMinMax(min: number, max: number): QTransform {
  return (_, { count, visits, q, score }) => {
    for (let i = 0; i < count; i++) score[i] = visits[i] === 0 ? 0 : (q[i]! - min) / (max - min)
  }
}

/**
 * Means brought to [0, 1] by the smallest and the largest of the node's own mean value and its children's returns; children without visits
 * count as the smallest. For values whose range nobody knows (Schrittwieser 2020, App. B, by siblings instead of the whole tree: mctx's
 * `qtransform_by_parent_and_siblings`).
 */
export const byParentAndSiblings: QTransform = (tree, siblings) => {
  const { count, visits, q, score } = siblings
  const own = nodeValue(tree, siblings)
  let min = own
  let max = own
  for (let i = 0; i < count; i++) {
    if (visits[i] === 0) continue
    if (q[i]! < min) min = q[i]!
    if (q[i]! > max) max = q[i]!
  }
  const span = Math.max(max - min, EPSILON)
  for (let i = 0; i < count; i++) score[i] = visits[i] === 0 ? 0 : (q[i]! - min) / span
}

export interface CompletedQOptions {
  /** Weight of the values beside the log-priors. Default 0.1 (c_scale in Danihelka 2022, §6; 0.1 in mctx). At least 0. */
  readonly valueScale?: number
  /** Visits added to those of the most visited child. Default 50 (c_visit, Danihelka 2022, §6). At least 0. */
  readonly maxVisitInit?: number
  /** Whether values are brought to [0, 1] by the smallest and largest among the siblings first. Default true (mctx). */
  readonly rescale?: boolean
}

/**
 * Completed Q-values, scaled: sigma(q) = (maxVisitInit + max N) * valueScale * q, where a child without visits counts as the mixed value
 * of its parent (Danihelka 2022, eqs. 8, 10 and App. D; mctx's `qtransform_completed_by_mix_value`).
 */
export function completedByMixedValue(options: CompletedQOptions = {}): QTransform {
  const { valueScale = 0.1, maxVisitInit = 50, rescale = true } = options
  return (tree, siblings) => {
    const { count, visits, q, score } = siblings
    const mixed = mixedValue(tree, siblings)
    let min = Number.POSITIVE_INFINITY
    let max = Number.NEGATIVE_INFINITY
    for (let i = 0; i < count; i++) {
      const completed = visits[i] === 0 ? mixed : q[i]!
      score[i] = completed
      if (completed < min) min = completed
      if (completed > max) max = completed
    }
    const scale = (maxVisitInit + siblings.mostVisits) * valueScale
    const span = Math.max(max - min, EPSILON)
    for (let i = 0; i < count; i++) score[i] = scale * (rescale ? (score[i]! - min) / span : score[i]!)
  }
}

/** (v + sum N * sum_visited(P q) / sum_visited(P)) / (1 + sum N): what the parent is worth by its own value and its children's (App. D). */
function mixedValue(tree: Tree, { parent, count, visits, q, prior, totalVisits }: Siblings): number {
  const own = tree.value(parent)
  let priors = 0
  let weighted = 0
  for (let i = 0; i < count; i++) {
    if (visits[i] === 0) continue
    const weight = Math.max(prior[i]!, Number.MIN_VALUE)
    priors += weight
    weighted += weight * q[i]!
  }
  if (priors === 0) return own
  return (own + (totalVisits * weighted) / priors) / (1 + totalVisits)
}

/** Mean of a node's own value and everything that came back to it: its value as it sees itself, without the step that led there. */
function nodeValue(tree: Tree, { parent, count, visits, q, totalVisits }: Siblings): number {
  let sum = tree.value(parent)
  for (let i = 0; i < count; i++) sum += visits[i]! * q[i]!
  return sum / (1 + totalVisits)
}
