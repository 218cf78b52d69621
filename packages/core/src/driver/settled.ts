import { checkNumber } from '../errors.ts'
import { portableLog } from '../portable-math.ts'
import { Flag, NONE, type NodeId, type TreeView } from '../tree/tree.ts'
import type { StopFn } from './stop.ts'

/** Stops once everything is known: the root is closed, since nothing is left to ask or nothing better can be found, and there is an answer. */
export function untilProven(): StopFn {
  return ({ tree, root, answerValue }) =>
    answerValue !== null && tree.has(root, Flag.closed) && !tree.has(root, Flag.pruned) ? 'proven' : null
}

export interface KlGainOptions {
  /** Root visits between two looks. Default 100 (Leela Chess Zero's KLDGainAverageInterval). Whole, at least 1. */
  readonly every?: number
  /** Nats a visit. Above 0. */
  readonly below: number
}

/**
 * Stops when more visits change the root's mind no longer: the Kullback-Leibler divergence of the children's shares of visits from what they were
 * `every` visits ago, per visit, is `below` this (Leela Chess Zero's MinimumKLDGainPerNode). Remembers the last look, so each search needs its own.
 */
export function untilKlGain({ every = 100, below }: KlGainOptions): StopFn {
  checkNumber('untilKlGain.every', every, { min: 1, integer: true })
  checkNumber('untilKlGain.below', below, { min: Number.MIN_VALUE })
  let before: readonly number[] = []
  let at = 0
  return ({ tree, root }) => {
    const visits = tree.visits(root)
    if (visits - at < every) return null
    const now = childrenOf(tree, root).map((child) => tree.visits(child))
    const gain = divergence(before, now) / (visits - at)
    const isFirst = before.length === 0
    before = now
    at = visits
    return !isFirst && gain < below ? 'settled' : null
  }
}

/** sum p log(p / q) in nats of the shares of visits; children that came since count in q. 0 where nothing was visited before. */
function divergence(p: readonly number[], q: readonly number[]): number {
  const [sumP, sumQ] = [p, q].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [number, number]
  let gain = 0
  for (let i = 0; i < p.length; i++) {
    if (p[i] === 0) continue
    const share = p[i]! / sumP
    gain += share * portableLog((share * sumQ) / q[i]!)
  }
  return gain
}

export interface LeaderOptions {
  /** Standard errors on each side. Default 1.96. At least 0. */
  readonly z?: number
  /** Results that every child needs before it is judged. Default 4. Whole, at least 2. */
  readonly minVisits?: number
}

/**
 * Stops when the root's best child is so by more than chance: its lower confidence bound lies above the upper bound of every other child that is not
 * given up. A child with fewer results than `minVisits` might still be anything, unless it is closed.
 */
export function untilLeaderClear({ z = 1.96, minVisits = 4 }: LeaderOptions = {}): StopFn {
  checkNumber('untilLeaderClear.z', z, { min: 0 })
  checkNumber('untilLeaderClear.minVisits', minVisits, { min: 2, integer: true })
  return ({ tree, root }) => {
    const children = childrenOf(tree, root).filter((child) => !tree.has(child, Flag.pruned))
    if (children.length < 2) return null
    const leader = children.reduce((best, child) =>
      tree.q(child) > tree.q(best) || tree.visits(best) === 0 ? child : best,
    )
    if (tree.visits(leader) < minVisits) return null
    const bound = tree.q(leader) - z * standardError(tree, leader)
    const isClear = children.every((child) => {
      if (child === leader) return true
      const visits = tree.visits(child)
      if (tree.has(child, Flag.closed)) return visits === 0 || tree.q(child) < bound
      return visits >= minVisits && tree.q(child) + z * standardError(tree, child) < bound
    })
    return isClear ? 'settled' : null
  }
}

/** Of the mean of what came back; from at least two results. */
function standardError(tree: TreeView, node: NodeId): number {
  const visits = tree.visits(node)
  const mean = tree.q(node)
  const variance = Math.max(0, tree.valueSqSum(node) - visits * mean * mean) / (visits - 1)
  return Math.sqrt(variance / visits)
}

function childrenOf(tree: TreeView, node: NodeId): NodeId[] {
  const children: NodeId[] = []
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) children.push(child)
  return children
}
