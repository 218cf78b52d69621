import {
  CLOSED,
  DOUBLES,
  FIRST_CHILD,
  FLAGS_AND_OPEN,
  PENDING,
  PRIOR,
  VISITS,
  WORDS,
  siblingBehind,
} from '../tree/record.ts'
import { NONE, type NodeId, type Tree } from '../tree/tree.ts'
import type { PickChildFn } from './descend.ts'
import type { Estimates } from './estimates.ts'
import { uctTerm, uctWeight } from './exploration.ts'
import { weightsOf, type InFlight } from './in-flight.ts'
import { VisitTable } from './visit-table.ts'

export interface UctOptions {
  /** Weight of the exploration term. Default sqrt(2) (UCB1: Auer 2002; UCT: Kocsis & Szepesvári 2006). At least 0. */
  readonly c?: number
  /** How trials in flight count. Default WU-UCT. */
  readonly inFlight?: InFlight
  /** What a child is worth. Default: the mean of what came back. */
  readonly estimates?: Estimates | undefined
}

/**
 * UCT: argmax of Q(s,a) + c sqrt(ln N(s) / N(s,a)); a child without visits comes first, in order of prior.
 * Trials in flight count as visits in N unless `inFlight` says otherwise (WU-UCT). Ties go to the older child.
 */
export function uct(options: UctOptions = {}): PickChildFn {
  const { c = Math.SQRT2, estimates } = options
  const { visits: perTrial, losses } = weightsOf(options.inFlight)
  const weights = new VisitTable((visits) => uctWeight(visits, c))

  // Both ways read records directly: they and PUCT's are most of what a search does.
  return (tree, node, skip) =>
    skip === null && estimates === undefined && tree.i32[node * WORDS + PENDING] === 0
      ? pickIdle(tree, node)
      : pickBusy(tree, node, skip)

  /** With nothing in flight, nothing skipped and means as they came back: most choices of most searches. */
  function pickIdle({ i32, f32, f64 }: Tree, node: NodeId): NodeId {
    const at = node * WORDS
    const visitsHere = i32[at + VISITS]!
    const { values } = weights
    let weight = visitsHere < values.length ? values[visitsHere]! : 0
    if (weight === 0) weight = weights.fill(visitsHere)
    let best = NONE
    let bestScore = Number.NEGATIVE_INFINITY
    let fresh = NONE
    let freshPrior = Number.NEGATIVE_INFINITY
    for (let child = i32[at + FIRST_CHILD]!; child >= 0; child = siblingBehind(i32, child)) {
      const record = child * WORDS
      if ((i32[record + FLAGS_AND_OPEN]! & CLOSED) !== 0) continue
      const visits = i32[record + VISITS]!
      if (visits === 0) {
        if (f32[record + PRIOR]! > freshPrior) {
          fresh = child
          freshPrior = f32[record + PRIOR]!
        }
      } else if (fresh === NONE) {
        const score = f64[child * DOUBLES]! / visits + uctTerm(weight, visits)
        if (score > bestScore) {
          best = child
          bestScore = score
        }
      }
    }
    return fresh === NONE ? best : fresh
  }

  function pickBusy(tree: Tree, node: NodeId, skip: ReadonlySet<NodeId> | null): NodeId {
    const { i32, f32, f64 } = tree
    const at = node * WORDS
    const weight = uctWeight(i32[at + VISITS]! + perTrial * i32[at + PENDING]!, c)
    let best = NONE
    let bestScore = Number.NEGATIVE_INFINITY
    let fresh = NONE
    let freshPrior = Number.NEGATIVE_INFINITY
    for (let child = i32[at + FIRST_CHILD]!; child >= 0; child = siblingBehind(i32, child)) {
      const record = child * WORDS
      if ((i32[record + FLAGS_AND_OPEN]! & CLOSED) !== 0 || (skip !== null && skip.has(child))) continue
      const visits = i32[record + VISITS]!
      const pending = i32[record + PENDING]!
      const tries = visits + perTrial * pending
      if (tries === 0) {
        if (f32[record + PRIOR]! > freshPrior) {
          fresh = child
          freshPrior = f32[record + PRIOR]!
        }
        continue
      }
      const results = visits + losses * pending
      const sum = estimates === undefined ? f64[child * DOUBLES]! : visits * estimates.of(tree, child)
      const q = visits === 0 ? 0 : sum / results
      const score = q + uctTerm(weight, tries)
      if (score > bestScore) {
        best = child
        bestScore = score
      }
    }
    return fresh === NONE ? best : fresh
  }
}
