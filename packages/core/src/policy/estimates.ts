import { portableExp, portableLog } from '../portable-math.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'

/**
 * What a node is worth, as a selection reads it; how it comes about is a backup rule in other words. The tree's own sums stay what they are:
 * the values that came back.
 */
export interface Estimates {
  /** The return of the step to the node: its reward and what the node is worth by the rule. NaN without visits. */
  of(tree: Tree, node: NodeId): number
}

/**
 * What a node is worth by its own value (NaN where it has none) and the returns and visits of its visited children, which may be none.
 * `share`: its prior among its siblings', 0 to 1.
 */
export type BackupRule = (own: number, returns: readonly number[], visits: readonly number[], share: number) => number

/**
 * The best child's return: what the node is worth to somebody who will choose well from here. The node's own value counts until a child has
 * one. RAP's `max` (Hao 2023, §3.3), Coulom 2006's Max.
 */
export const maxRule: BackupRule = (own, returns) => (returns.length === 0 ? own : Math.max(...returns))

/**
 * Visit-weighted log-mean-exp of the returns, the node's own value as one more: between the mean (sharpness 0) and the maximum (infinity).
 * Mellowmax (Asadi & Littman 2017, eq. 1), weighted by visits as power means are in Power-UCT (Dam 2019, eq. 7). `sharpness` above 0.
 */
export function softRule(sharpness: number): BackupRule {
  return (own, returns, visits) => {
    let highest = Number.isNaN(own) ? Number.NEGATIVE_INFINITY : own
    for (const value of returns) if (value > highest) highest = value
    let count = Number.isNaN(own) ? 0 : 1
    let sum = count === 0 ? 0 : portableExp(sharpness * (own - highest))
    for (let i = 0; i < returns.length; i++) {
      count += visits[i]!
      sum += visits[i]! * portableExp(sharpness * (returns[i]! - highest))
    }
    return highest + portableLog(sum / count) / sharpness
  }
}

/** Half the mean of everything, half the best child: MCTSr's Q (Zhang 2024, §3.4: Q'(a) = (Q(a) + max Q(children)) / 2). */
export const halfBestRule: BackupRule = (own, returns) => {
  if (returns.length === 0) return own
  const best = Math.max(...returns)
  return Number.isNaN(own) ? best : (own + best) / 2
}

/** Visit-weighted mean of the children alone: ReST-MCTS*'s way back (Zhang 2024, Algorithm 2). The node's own value counts until one has one. */
export const childrenRule: BackupRule = (own, returns, visits) =>
  returns.length === 0 ? own : mean(0, 0, returns, visits)

/**
 * The mean of everything, where the node's own part is mixed from its value and from how often its step was proposed: LATS's
 * V = lambda * LM + (1 - lambda) * SC (Zhou 2024, §4.1), the prior standing for the self-consistency among samples.
 */
export function consistencyRule(lambda: number): BackupRule {
  return (own, returns, visits, share) =>
    Number.isNaN(own) ? mean(0, 0, returns, visits) : mean(lambda * own + (1 - lambda) * share, 1, returns, visits)
}

function mean(first: number, count: number, returns: readonly number[], visits: readonly number[]): number {
  let sum = first
  let all = count
  for (let i = 0; i < returns.length; i++) {
    sum += visits[i]! * returns[i]!
    all += visits[i]!
  }
  return sum / all
}

/**
 * Estimates by a rule, worked out when they are read. Whatever comes back to a node adds a visit to it, so an estimate is good for as long as
 * its visits are the same: a selection after one result works anew along one path.
 */
export function estimates(rule: BackupRule): Estimates {
  const values: number[] = []
  const validAt: number[] = []
  const returns: number[] = []
  const counts: number[] = []
  const path: NodeId[] = []

  const isStale = (tree: Tree, node: NodeId): boolean => validAt[node] !== tree.visits(node)

  /** From the bottom up without recursion: a chain may be as deep as a tree can be. */
  function refresh(tree: Tree, node: NodeId): void {
    path.push(node)
    while (path.length > 0) {
      const top = path[path.length - 1]!
      const before = path.length
      returns.length = 0
      counts.length = 0
      for (let child = tree.firstChild(top); child !== NONE; child = tree.nextSibling(child)) {
        const visits = tree.visits(child)
        if (visits === 0) continue
        if (isStale(tree, child)) path.push(child)
        returns.push(values[child]!)
        counts.push(visits)
      }
      if (path.length > before) continue
      path.pop()
      values[top] = returnOf(tree, top)
      validAt[top] = tree.visits(top)
    }
  }

  function returnOf(tree: Tree, node: NodeId): number {
    const own = tree.has(node, Flag.evaluated) ? tree.value(node) : Number.NaN
    const priors = tree.parent(node) === NONE ? 0 : tree.priorSum(tree.parent(node))
    const worth = rule(own, returns, counts, priors > 0 ? tree.prior(node) / priors : 1)
    const step = tree.transition(node)
    return step === undefined ? worth : step.reward + step.discount * worth
  }

  return {
    of(tree, node) {
      if (tree.visits(node) === 0) return Number.NaN
      if (isStale(tree, node)) refresh(tree, node)
      return values[node]!
    },
  }
}
