import {
  DOUBLES,
  FIRST_CHILD,
  FLAGS_AND_OPEN,
  CLOSED,
  NEXT_SIBLING,
  PENDING,
  PRIOR,
  VISITS,
  WORDS,
} from '../tree/record.ts'
import { NONE, type NodeId, type Tree } from '../tree/tree.ts'

/**
 * The children of one node as arrays side by side, in sibling order: what policies that compare all siblings at once compute with
 * (as mctx does). One object serves every node of a search in turn; only the first `count` entries mean anything.
 */
export class Siblings {
  parent: NodeId = NONE
  count = 0
  node = new Int32Array(16)
  /** Results that came back through the child. */
  visits = new Int32Array(16)
  /** Trials in flight at or below it. */
  pending = new Int32Array(16)
  /** Mean return of the step to it, the reward included; 0 without visits. */
  q = new Float64Array(16)
  /** Share among the siblings' priors; even shares where all are 0. */
  prior = new Float64Array(16)
  /** 1 where the child is closed. */
  closed = new Uint8Array(16)
  /** Room for a score of each. */
  score = new Float64Array(16)
  totalVisits = 0
  totalPending = 0
  mostVisits = 0

  /** Reads the children of a node. */
  read(tree: Tree, parent: NodeId): this {
    const { i32, f32, f64 } = tree
    const count = tree.childCount(parent)
    if (count > this.node.length) this.grow(count)
    const priorSum = tree.priorSum(parent)
    this.parent = parent
    this.count = count
    this.totalVisits = 0
    this.totalPending = 0
    this.mostVisits = 0
    let child = i32[parent * WORDS + FIRST_CHILD]!
    for (let i = 0; i < count; i++, child = i32[child * WORDS + NEXT_SIBLING]!) {
      const at = child * WORDS
      const visits = i32[at + VISITS]!
      this.node[i] = child
      this.visits[i] = visits
      this.pending[i] = i32[at + PENDING]!
      this.q[i] = visits === 0 ? 0 : f64[child * DOUBLES]! / visits
      this.prior[i] = priorSum > 0 ? f32[at + PRIOR]! / priorSum : 1 / count
      this.closed[i] = (i32[at + FLAGS_AND_OPEN]! & CLOSED) === 0 ? 0 : 1
      this.totalVisits += visits
      this.totalPending += this.pending[i]!
      if (visits > this.mostVisits) this.mostVisits = visits
    }
    return this
  }

  /** The open child of the highest score that is not to be skipped; NONE without one. Ties go to the older child. */
  best(skip: ReadonlySet<NodeId> | null): NodeId {
    let best = NONE
    let bestScore = Number.NEGATIVE_INFINITY
    for (let i = 0; i < this.count; i++) {
      if (this.closed[i] === 1 || (skip !== null && skip.has(this.node[i]!))) continue
      if (best === NONE || this.score[i]! > bestScore) {
        best = this.node[i]!
        bestScore = this.score[i]!
      }
    }
    return best
  }

  private grow(count: number): void {
    const length = Math.max(count, this.node.length * 2)
    this.node = new Int32Array(length)
    this.visits = new Int32Array(length)
    this.pending = new Int32Array(length)
    this.q = new Float64Array(length)
    this.prior = new Float64Array(length)
    this.closed = new Uint8Array(length)
    this.score = new Float64Array(length)
  }
}
