import type { SelectContext, SelectFn, WidenFn } from '../search/policy.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'
import type { Estimates } from './estimates.ts'
import { PUCT_BASE, puctTerm, puctWeight, uctTerm, uctWeight } from './exploration.ts'

/**
 * Search over states that several lines lead to, after KataGo's account of its own (Wu 2021, docs/GraphSearch.md): a state's value is worked out
 * from its children by the visits of the edges to them, Q(s) = (U(s) + sum N(s,a) Q(s')) / (1 + sum N(s,a)); an edge that was seldom gone is
 * explored by its own visits, however often its state was reached otherwise.
 */

export interface GraphOptions {
  /** How children are scored: PUCT, or UCT with its unvisited children first. */
  readonly by: 'puct' | 'uct'
  /** Exploration weight. */
  readonly c: number
  /** First-play urgency of PUCT: the state's value less this. Default 0. */
  readonly fpuReduction?: number
  /** Visits that a trial in flight counts as. Default 1. */
  readonly pendingVisits?: number
}

/**
 * States' values by their edges. A value is worked out anew when something came back to its state by any way; what changes below it by other ways
 * is seen the next time that it is passed, as KataGo has it. When that is has to hang on the log alone: a descent that found nothing to ask
 * leaves no trace there, so it leaves none here either (`forget`).
 */
export function graphEstimates(): Estimates & { keep(): void; forget(): void } {
  const values: number[] = []
  const validAt: number[] = []
  /** What was worked out in this descent: the state, and what stood there before. */
  const changed: { readonly state: NodeId; readonly value: number; readonly at: number }[] = []

  function valueOf(tree: Tree, state: NodeId): number {
    const visits = tree.stateVisits(state)
    if (validAt[state] === visits) return values[state]!
    const isEvaluated = tree.has(state, Flag.evaluated)
    let count = isEvaluated ? 1 : 0
    let sum = isEvaluated ? tree.value(state) : 0
    for (let child = tree.firstChild(state); child !== NONE; child = tree.nextSibling(child)) {
      const edge = tree.visits(child)
      if (edge === 0) continue
      const below = tree.original(child)
      const step = tree.transition(below)
      const value = valueOf(tree, below)
      sum += edge * (step === undefined ? value : step.reward + step.discount * value)
      count += edge
    }
    changed.push({ state, value: values[state] ?? Number.NaN, at: validAt[state] ?? -1 })
    validAt[state] = visits
    values[state] = count === 0 ? Number.NaN : sum / count
    return values[state]
  }

  return {
    of(tree, node) {
      const state = tree.original(node)
      const value = valueOf(tree, state)
      const step = tree.transition(state)
      return step === undefined ? value : step.reward + step.discount * value
    },
    keep() {
      changed.length = 0
    },
    forget() {
      for (let last = changed.pop(); last !== undefined; last = changed.pop()) {
        values[last.state] = last.value
        validAt[last.state] = last.at
      }
    },
  }
}

/** The descent of `descend`, over second ways as well: where one is picked, the search goes on at the node that holds its state. */
export function graphDescend(options: GraphOptions, widen: WidenFn): SelectFn {
  const { by, c, fpuReduction = 0, pendingVisits = 1 } = options
  const worth = graphEstimates()

  function pick(tree: Tree, node: NodeId, skip: ReadonlySet<NodeId>): NodeId {
    let tries = 0
    for (let x = tree.firstChild(node); x !== NONE; x = tree.nextSibling(x))
      tries += tree.visits(x) + pendingVisits * tree.pending(x)
    const priors = tree.priorSum(node)
    const weight = by === 'puct' ? puctWeight(1 + tries, c, PUCT_BASE) : uctWeight(1 + tries, c)
    const urgency = Math.max(0, worth.of(tree, node) - fpuReduction)
    let best = NONE
    let highest = Number.NEGATIVE_INFINITY
    for (let x = tree.firstChild(node); x !== NONE; x = tree.nextSibling(x)) {
      if (tree.has(x, Flag.closed) || skip.has(x) || skip.has(tree.original(x))) continue
      const share = priors > 0 ? tree.prior(x) / priors : 1 / tree.childCount(node)
      const tried = tree.visits(x) + pendingVisits * tree.pending(x)
      const known = worth.of(tree, x)
      const value = Number.isNaN(known) ? urgency : known
      // Unvisited edges come first in UCT, in order of prior: above any value, and finite.
      const score =
        by === 'puct'
          ? value + puctTerm(weight * share, tried)
          : tried === 0
            ? 1e31 * (1 + share)
            : value + uctTerm(weight, tried)
      if (score > highest) [best, highest] = [x, score]
    }
    return best
  }

  function descendFrom(tree: Tree, { focus, via, close }: SelectContext): NodeId {
    const skip = new Set<NodeId>()
    if (tree.has(focus, Flag.closed)) return NONE
    for (let node = focus; ;) {
      const isEvaluated = tree.has(node, Flag.evaluated)
      if (!isEvaluated && !tree.has(node, Flag.evaluating)) return node
      const isBusy = tree.has(node, Flag.generating)
      const mayAsk = isEvaluated && !isBusy && !tree.has(node, Flag.exhausted) && !tree.has(node, Flag.terminal)
      if (mayAsk && widen(tree, node) > 0) return node
      const child = isEvaluated ? pick(tree, node, skip) : NONE
      if (child !== NONE) {
        node = tree.original(child)
        if (node !== child) via.push(child)
        continue
      }
      if (!isEvaluated || isBusy || tree.openChildren(node) > 0) skip.add(node)
      else close(node, 'exhausted')
      if (node === focus) return NONE
      // A step back, along the way that was come.
      const last = via.at(-1)
      if (last !== undefined && tree.original(last) === node) node = tree.parent(via.pop()!)
      else node = tree.parent(node)
    }
  }

  return (tree, context) => {
    const node = descendFrom(tree, context)
    if (node === NONE) worth.forget()
    else worth.keep()
    return node
  }
}
