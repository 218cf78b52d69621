import {
  CLOSED,
  DOUBLES,
  FIRST_CHILD,
  FLAGS_AND_OPEN,
  NEXT_SIBLING,
  PENDING,
  PRIOR,
  VISITS,
  WORDS,
} from '../tree/record.ts'
import { NONE, type NodeId } from '../tree/tree.ts'
import type { PickChildFn } from './descend.ts'
import { uctTerm, uctWeight } from './exploration.ts'
import { lossPerTrial, type InFlight } from './in-flight.ts'

export interface UctOptions {
  /** Weight of the exploration term. Default sqrt(2) (UCB1: Auer 2002; UCT: Kocsis & Szepesvári 2006). At least 0. */
  readonly c?: number
  /** How trials in flight count. Default WU-UCT. */
  readonly inFlight?: InFlight
}

/**
 * UCT: argmax of Q(s,a) + c sqrt(ln N(s) / N(s,a)); a child without visits comes first, in order of prior.
 * Trials in flight count as visits in N (WU-UCT). Ties go to the older child.
 */
export function uct(options: UctOptions = {}): PickChildFn {
  const { c = Math.SQRT2 } = options
  const loss = lossPerTrial(options.inFlight)
  // Reads records directly: this loop and PUCT's are most of what a search does.
  return ({ i32, f32, f64 }, node, skip): NodeId => {
    const at = node * WORDS
    const weight = uctWeight(i32[at + VISITS]! + i32[at + PENDING]!, c)
    let best = NONE
    let bestScore = Number.NEGATIVE_INFINITY
    let fresh = NONE
    let freshPrior = Number.NEGATIVE_INFINITY
    for (let child = i32[at + FIRST_CHILD]!; child !== NONE; child = i32[child * WORDS + NEXT_SIBLING]!) {
      const record = child * WORDS
      if ((i32[record + FLAGS_AND_OPEN]! & CLOSED) !== 0 || (skip !== null && skip.has(child))) continue
      const visits = i32[record + VISITS]!
      const pending = i32[record + PENDING]!
      if (visits + pending === 0) {
        if (f32[record + PRIOR]! > freshPrior) {
          fresh = child
          freshPrior = f32[record + PRIOR]!
        }
        continue
      }
      const results = visits + loss * pending
      const q = visits === 0 ? 0 : f64[child * DOUBLES]! / results
      const score = q + uctTerm(weight, visits + pending)
      if (score > bestScore) {
        best = child
        bestScore = score
      }
    }
    return fresh === NONE ? best : fresh
  }
}
