import type { Draw } from '../random.ts'
import type { SearchPolicy, SelectContext, WidenFn } from '../search/policy.ts'
import { DOUBLES, VALUE_SQ_SUM, VALUE_SUM } from '../tree/record.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'
import { evaluateFirst } from './newborn.ts'
import { drawBetaPosterior, drawStudent, studentPosterior, type Evidence, type GaussianPrior } from './posterior.ts'
import { bestAnswer } from './recommend.ts'
import { ThompsonChoice } from './thompson.ts'

export interface AbMctsOptions {
  /** Gaussian posteriors with this prior, or Beta posteriors with this weight of a success and of a failure. */
  readonly prior: GaussianPrior | { readonly beta: number }
  /** Whether several steps may be asked for at a node at once, as independent samples; else one at a time, different from its siblings. */
  readonly isIndependent: boolean
  /** Never more children than this. */
  readonly maxChildren: number
}

/**
 * AB-MCTS-A (Inoue 2025, §3 and App. A): at each node, Thompson sampling between one more child (GEN) and those that are there (CONT), then
 * among these. GEN has seen the values of the node's children as they were born; CONT everything that came back from below them; a child what
 * came back through it. All of it stands in the tree's records. New children are evaluated first, in order of creation.
 * Trials in flight are counted in the posteriors, see `posterior.ts`. For searches without rewards, as the paper's are.
 */
export function abMctsPolicy({ prior, isIndependent, maxChildren }: AbMctsOptions): SearchPolicy {
  const evidence: Evidence = { count: 0, sum: 0, squares: 0, pending: 0 }
  const posterior = { mean: 0, scale: 0, degrees: 0 }
  const choice = 'beta' in prior ? null : new ThompsonChoice(prior)

  const drawArm = (draw: Draw, seen: Evidence): number => {
    if ('beta' in prior) return drawBetaPosterior(draw, prior.beta, seen)
    const { mean, scale, degrees } = studentPosterior(prior, seen, posterior)
    return mean + scale * drawStudent(draw, degrees)
  }

  function canGenerate(tree: Tree, node: NodeId): boolean {
    if (tree.has(node, Flag.exhausted) || tree.has(node, Flag.terminal) || tree.childCount(node) >= maxChildren)
      return false
    return isIndependent || !tree.has(node, Flag.generating)
  }

  const isOpen = (tree: Tree, node: NodeId, skip: ReadonlySet<NodeId>): boolean =>
    !tree.has(node, Flag.closed) && tree.has(node, Flag.evaluated) && !skip.has(node)

  /** Whether GEN draws higher than CONT. */
  function prefersNew(tree: Tree, node: NodeId, draw: Draw): boolean {
    const born = { count: 0, sum: 0, squares: 0, pending: tree.pending(node) }
    const below = { count: 0, sum: 0, squares: 0, pending: 0 }
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
      // The first value of a child is one that GEN sees.
      if (!tree.has(child, Flag.evaluated)) continue
      born.pending -= tree.pending(child)
      below.pending += tree.pending(child)
      const value = tree.value(child)
      born.count++
      born.sum += value
      born.squares += value * value
      below.count += tree.visits(child)
      below.sum += tree.valueSum(child)
      below.squares += tree.valueSqSum(child)
    }
    const generate = drawArm(draw, born)
    below.count -= born.count
    below.sum -= born.sum
    below.squares -= born.squares
    return generate > drawArm(draw, below)
  }

  function bestChild(tree: Tree, node: NodeId, skip: ReadonlySet<NodeId>, draw: Draw): NodeId {
    let best = NONE
    let highest = Number.NEGATIVE_INFINITY
    choice?.begin()
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
      if (!isOpen(tree, child, skip)) continue
      evidence.count = tree.visits(child)
      evidence.sum = tree.f64[child * DOUBLES + VALUE_SUM]!
      evidence.squares = tree.f64[child * DOUBLES + VALUE_SQ_SUM]!
      evidence.pending = tree.pending(child)
      if (choice !== null) {
        if (choice.offer(evidence, draw)) best = child
        continue
      }
      const x = drawArm(draw, evidence)
      if (x > highest) [best, highest] = [child, x]
    }
    return best
  }

  /** Down from the focus; NONE where everything below waits for trials in flight. */
  function descend(tree: Tree, context: SelectContext): NodeId {
    const skip = new Set<NodeId>()
    let node = context.focus
    for (;;) {
      if (!tree.has(node, Flag.evaluated)) return tree.has(node, Flag.evaluating) ? NONE : node
      const generates = canGenerate(tree, node)
      const hasChild = hasOpenChild(tree, node, skip)
      if (generates && (!hasChild || prefersNew(tree, node, context.draw))) return node
      if (hasChild) {
        node = bestChild(tree, node, skip, context.draw)
        continue
      }
      if (tree.has(node, Flag.generating) || tree.openChildren(node) > 0) skip.add(node)
      else context.close(node, 'exhausted')
      if (node === context.focus) return NONE
      node = context.focus
    }
  }

  function hasOpenChild(tree: Tree, node: NodeId, skip: ReadonlySet<NodeId>): boolean {
    for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child))
      if (isOpen(tree, child, skip)) return true
    return false
  }

  const widen: WidenFn = (tree, node) => (tree.has(node, Flag.evaluated) && !tree.has(node, Flag.exhausted) ? 1 : 0)

  return {
    widen,
    recommend: bestAnswer,
    proposals: isIndependent ? 'independent' : 'distinct',
    select: evaluateFirst((tree, context) => (tree.has(context.focus, Flag.closed) ? NONE : descend(tree, context))),
  }
}
