import { portableExp, portableLog } from '../portable-math.ts'
import { nodeDraws } from '../random.ts'
import type { RecommendFn, SearchPolicy, WidenFn } from '../search/policy.ts'
import { NONE, ROOT, type NodeId, type Tree } from '../tree/tree.ts'
import { descend } from './descend.ts'
import { drawGumbel } from './draw-from.ts'
import { completedByMixedValue, type CompletedQOptions } from './q-transform.ts'
import { mostVisitedLeaf } from './recommend.ts'
import { consideredVisits } from './sequential-halving.ts'
import { Siblings } from './siblings.ts'

export interface GumbelOptions extends CompletedQOptions {
  /** Children of the root that are considered at all, at most. */
  readonly maxConsidered: number
  /** Simulations that sequential halving is planned for. */
  readonly simulations: number
  /** Factor of the Gumbel noise at the root; 0 plans without chance. */
  readonly gumbelScale: number
}

/**
 * Gumbel MuZero (Danihelka 2022): at the root, sequential halving over the children of the highest Gumbel + log-prior + sigma(completed q)
 * (§3.3, Algorithm 2); below, the child whose visits lag most behind the improved policy softmax(log-prior + sigma(completed q)) (§5, eq. 14).
 * Trials in flight count as visits. Where no child has the visits that the schedule asks for (one is closed, or its trial failed), the least
 * visited one comes next.
 */
export function gumbelPolicy(options: GumbelOptions, widen: WidenFn): SearchPolicy {
  const { maxConsidered, simulations, gumbelScale } = options
  const qTransform = completedByMixedValue(options)
  const siblings = new Siblings()
  const noise = new Map<NodeId, number>()
  const schedules = new Map<number, (simulation: number) => number>()
  let start: NodeId = ROOT
  let seed = 0

  /** The same for as long as the search lasts: all of them together stand for one sample without replacement. */
  function gumbelOf(node: NodeId): number {
    if (gumbelScale === 0) return 0
    let value = noise.get(node)
    if (value === undefined) noise.set(node, (value = gumbelScale * drawGumbel(nodeDraws(seed, node))))
    return value
  }

  function visitsAt(considered: number, simulation: number): number {
    let schedule = schedules.get(considered)
    if (schedule === undefined) schedules.set(considered, (schedule = consideredVisits(considered, simulations)))
    return schedule(simulation)
  }

  /** Gumbel + log-prior + sigma(completed q) of the children read last, in `score`. */
  function scoreRoot(tree: Tree): void {
    const { count, node, prior, score } = siblings
    qTransform(tree, siblings)
    for (let i = 0; i < count; i++) score[i]! += gumbelOf(node[i]!) + portableLog(prior[i]!)
  }

  function pickAtRoot(tree: Tree, skip: ReadonlySet<NodeId> | null): NodeId {
    scoreRoot(tree)
    const { count, node, visits, pending, closed, totalVisits, totalPending } = siblings
    const wanted = visitsAt(Math.min(maxConsidered, count), totalVisits + totalPending)
    const onPlan = bestWith(wanted, skip)
    if (onPlan !== NONE) return onPlan
    let fewest = Number.POSITIVE_INFINITY
    for (let i = 0; i < count; i++) {
      const had = visits[i]! + pending[i]!
      if (had < fewest && closed[i] === 0 && (skip === null || !skip.has(node[i]!))) fewest = had
    }
    return bestWith(fewest, skip)
  }

  /** The open child of the highest score among those with so many visits. */
  function bestWith(had: number, skip: ReadonlySet<NodeId> | null): NodeId {
    const { count, node, visits, pending, closed, score } = siblings
    let best = NONE
    let bestScore = Number.NEGATIVE_INFINITY
    for (let i = 0; i < count; i++) {
      if (visits[i]! + pending[i]! !== had || closed[i] === 1 || (skip !== null && skip.has(node[i]!))) continue
      if (best !== NONE && score[i]! <= bestScore) continue
      best = node[i]!
      bestScore = score[i]!
    }
    return best
  }

  function pickInside(tree: Tree, skip: ReadonlySet<NodeId> | null): NodeId {
    const { count, visits, pending, prior, score, totalVisits, totalPending } = siblings
    qTransform(tree, siblings)
    let highest = Number.NEGATIVE_INFINITY
    for (let i = 0; i < count; i++) {
      score[i]! += portableLog(prior[i]!)
      if (score[i]! > highest) highest = score[i]!
    }
    let sum = 0
    for (let i = 0; i < count; i++) sum += score[i] = portableExp(score[i]! - highest)
    for (let i = 0; i < count; i++) {
      score[i] = score[i]! / sum - (visits[i]! + pending[i]!) / (1 + totalVisits + totalPending)
    }
    return siblings.best(skip)
  }

  const select = descend((tree, node, skip) => {
    siblings.read(tree, node)
    return node === start ? pickAtRoot(tree, skip) : pickInside(tree, skip)
  }, widen)

  /** Among the most visited children of the root, the one of the highest score (Algorithm 2), then down by visits. */
  const recommend: RecommendFn = (view, answer, _, root) => {
    if (answer !== NONE) return answer
    const tree = view as Tree
    siblings.read(tree, root)
    if (siblings.count === 0) return root
    scoreRoot(tree)
    let best = 0
    for (let i = 1; i < siblings.count; i++) {
      const [visits, most] = [siblings.visits[i]!, siblings.visits[best]!]
      if (visits > most || (visits === most && siblings.score[i]! > siblings.score[best]!)) best = i
    }
    return mostVisitedLeaf(tree, siblings.node[best]!)
  }

  return {
    widen,
    recommend,
    select: (tree, context) => {
      start = context.focus
      seed = context.seed
      return select(tree, context)
    },
  }
}
