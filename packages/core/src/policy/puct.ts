import {
  CLOSED,
  COUNT_AND_DEPTH,
  DOUBLES,
  FIRST_CHILD,
  FLAGS_AND_OPEN,
  LOW_HALF,
  PENDING,
  PRIOR,
  PRIOR_SUM,
  VISITS,
  WORDS,
  siblingBehind,
} from '../tree/record.ts'
import { NONE, type NodeId, type Tree } from '../tree/tree.ts'
import type { PickChildFn } from './descend.ts'
import type { Estimates } from './estimates.ts'
import { PUCT_BASE, puctTerm, puctWeight } from './exploration.ts'
import { weightsOf, type InFlight } from './in-flight.ts'
import { VisitTable } from './visit-table.ts'

export interface PuctOptions {
  /** Weight of the exploration term. Default 1.25 (pb_c_init of MuZero, App. B). At least 0. */
  readonly c?: number
  /** How fast the weight grows with visits: log((N + base + 1) / base) is added to c. Default 19,652 (MuZero, App. B). */
  readonly base?: number
  /**
   * First-play urgency: the value assumed for a child without visits. `{ reduction: r }` takes the parent's mean less r, at least 0
   * (Leela Chess Zero's default way); a number is taken as it is. Default `{ reduction: 0 }`.
   */
  readonly fpu?: number | { readonly reduction: number }
  /** How trials in flight count. Default WU-UCT. */
  readonly inFlight?: InFlight
  /** What a node is worth. Default: the mean of what came back. */
  readonly estimates?: Estimates | undefined
}

/**
 * PUCT: argmax of Q(s,a) + c(s) P(s,a) sqrt(N(s)) / (1 + N(s,a)) (Silver 2017, Methods; c(s) from Schrittwieser 2020, App. B).
 * Q in the search's value range, P normalised over the current siblings. Trials in flight count as visits in N unless `inFlight` says otherwise
 * (WU-UCT).
 * Ties go to the older child.
 */
export function puct(options: PuctOptions = {}): PickChildFn {
  const { c = 1.25, base = PUCT_BASE, fpu = { reduction: 0 }, estimates } = options
  const { visits: perTrial, losses } = weightsOf(options.inFlight)
  const isFixed = typeof fpu === 'number'
  const urgency = typeof fpu === 'number' ? fpu : fpu.reduction
  const weights = new VisitTable((visits) => puctWeight(visits, c, base))

  // Both ways read records directly: they and UCT's are most of what a search does.
  return (tree, node, skip) =>
    skip === null && estimates === undefined && tree.i32[node * WORDS + PENDING] === 0
      ? pickIdle(tree, node)
      : pickBusy(tree, node, skip)

  /** With nothing in flight, nothing skipped and means as they came back: most choices of most searches. */
  function pickIdle({ i32, f32, f64 }: Tree, node: NodeId): NodeId {
    const at = node * WORDS
    const visitsHere = i32[at + VISITS]!
    const { values } = weights
    let exploration = visitsHere < values.length ? values[visitsHere]! : 0
    if (exploration === 0) exploration = weights.fill(visitsHere)
    const priorSum = f32[at + PRIOR_SUM]!
    const scale = priorSum > 0 ? exploration / priorSum : 0
    const flat = priorSum > 0 ? 0 : exploration / Math.max(1, i32[at + COUNT_AND_DEPTH]! & LOW_HALF)
    const unvisited = isFixed ? urgency : Math.max(0, f64[node * DOUBLES]! / visitsHere - urgency)
    let best = NONE
    let bestScore = Number.NEGATIVE_INFINITY
    for (let child = i32[at + FIRST_CHILD]!; child >= 0; child = siblingBehind(i32, child)) {
      const record = child * WORDS
      if ((i32[record + FLAGS_AND_OPEN]! & CLOSED) !== 0) continue
      const visits = i32[record + VISITS]!
      const q = visits === 0 ? unvisited : f64[child * DOUBLES]! / visits
      const score = q + puctTerm(scale * f32[record + PRIOR]! + flat, visits)
      if (score > bestScore) {
        best = child
        bestScore = score
      }
    }
    return best
  }

  function pickBusy(tree: Tree, node: NodeId, skip: ReadonlySet<NodeId> | null): NodeId {
    const { i32, f32, f64 } = tree
    const at = node * WORDS
    const visitsHere = i32[at + VISITS]!
    const exploration = puctWeight(visitsHere + perTrial * i32[at + PENDING]!, c, base)
    const priorSum = f32[at + PRIOR_SUM]!
    const scale = priorSum > 0 ? exploration / priorSum : 0
    const flat = priorSum > 0 ? 0 : exploration / Math.max(1, tree.childCount(node))
    const mean = estimates === undefined ? f64[node * DOUBLES]! / visitsHere : estimates.of(tree, node)
    const unvisited = isFixed ? urgency : Math.max(0, mean - urgency)
    let best = NONE
    let bestScore = Number.NEGATIVE_INFINITY
    for (let child = i32[at + FIRST_CHILD]!; child >= 0; child = siblingBehind(i32, child)) {
      const record = child * WORDS
      if ((i32[record + FLAGS_AND_OPEN]! & CLOSED) !== 0 || (skip !== null && skip.has(child))) continue
      const results = i32[record + VISITS]!
      const pending = i32[record + PENDING]!
      const sum = estimates === undefined ? f64[child * DOUBLES]! : results * estimates.of(tree, child)
      const q = results === 0 ? unvisited / (1 + losses * pending) : sum / (results + losses * pending)
      const score = q + puctTerm(scale * f32[record + PRIOR]! + flat, results + perTrial * pending)
      if (score > bestScore) {
        best = child
        bestScore = score
      }
    }
    return best
  }
}
