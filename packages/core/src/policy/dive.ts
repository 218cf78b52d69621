import { checkNumber } from '../errors.ts'
import type { SelectFn, WidenFn } from '../search/policy.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'
import { isInPlay } from './in-play.ts'

export interface DiveOptions {
  /** How far a branch may fall below the mean of everything that came back and still be continued. In units of values, at least 0. */
  readonly margin: number
  /** Trials that a branch is continued by at most, before `select` chooses again. Default: until it ends. Whole, at least 1. */
  readonly most?: number
}

/** A trial that was handed out: where, and what was known there. */
interface Sent {
  readonly node: NodeId
  readonly wasEvaluated: boolean
  /** Nodes of the tree at that time. */
  readonly size: number
  /** Continuations in a row that led to it. */
  readonly run: number
}

/**
 * Depth-first continuation of another selection: as long as the branch that a trial has just worked at is competitive, the next trial goes on
 * there, to the best of its new children or to the node that has just got its value; otherwise `select` chooses. Lines come to their
 * ends early, and a prompt follows on the one whose prefix the server has just seen (SGLang shows depth-first order to be best for a prefix
 * cache: Zheng 2024, §3). A branch is competitive while its value is no further than `margin` below the mean of the node in focus.
 */
export function dive(select: SelectFn, widen: WidenFn, options: DiveOptions): SelectFn {
  const margin = checkNumber('dive', options.margin, { min: 0 })
  const most = checkNumber('dive.most', options.most ?? Number.MAX_SAFE_INTEGER, { min: 1, integer: true })
  let sent: Sent[] = []

  return (tree, context) => {
    const { focus } = context
    const least = tree.visits(focus) === 0 ? Number.NEGATIVE_INFINITY : tree.q(focus) - margin
    let looked = 0
    let node = NONE
    let run = 0
    for (; looked < sent.length && node === NONE; looked++) {
      const trial = sent[looked]!
      const next = isBusy(tree, trial.node) || trial.run >= most ? NONE : continuation(tree, trial, widen)
      if (next !== NONE && !(standing(tree, next) < least) && isInPlay(tree, next, focus)) {
        node = next
        run = trial.run + 1
      }
    }
    if (node === NONE) node = select(tree, context)
    // Trials that came back have had their turn. When there is nothing to do nothing changes: a resumed search does not repeat that call.
    if (node === NONE) return NONE
    sent = sent.filter((trial, i) => i >= looked || isBusy(tree, trial.node))
    sent.push({ node, wasEvaluated: tree.has(node, Flag.evaluated), size: tree.size, run })
    return node
  }
}

function isBusy(tree: Tree, node: NodeId): boolean {
  return tree.has(node, Flag.evaluating) || tree.has(node, Flag.generating)
}

/** Where a trial that came back leads on to; NONE if it brought nothing, or nothing that can be asked. */
function continuation(tree: Tree, { node, wasEvaluated, size }: Sent, widen: WidenFn): NodeId {
  let best = NONE
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child))
    if (child >= size && canAsk(tree, child, widen) && (best === NONE || isBetter(tree, child, best))) best = child
  if (best !== NONE) return best
  return !wasEvaluated && tree.has(node, Flag.evaluated) && canAsk(tree, node, widen) ? node : NONE
}

/** Whether a trial at the node would ask for anything that is not under way. */
function canAsk(tree: Tree, node: NodeId, widen: WidenFn): boolean {
  if (tree.has(node, Flag.closed) || isBusy(tree, node)) return false
  if (!tree.has(node, Flag.evaluated) && !tree.has(node, Flag.asked)) return true
  return !tree.has(node, Flag.exhausted) && !tree.has(node, Flag.terminal) && widen(tree, node) > 0
}

/** By value where both have one, otherwise by prior; the older one of equals. */
function isBetter(tree: Tree, a: NodeId, b: NodeId): boolean {
  const known = tree.has(a, Flag.evaluated) && tree.has(b, Flag.evaluated)
  return known ? tree.value(a) > tree.value(b) : tree.prior(a) > tree.prior(b)
}

/** A node's own value, or its parent's as long as it has none. */
function standing(tree: Tree, node: NodeId): number {
  return tree.has(node, Flag.evaluated) ? tree.value(node) : tree.value(tree.parent(node))
}
