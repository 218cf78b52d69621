import type { Draw } from '../random.ts'
import type { SearchPolicy, SelectContext, WidenFn } from '../search/policy.ts'
import {
  DOUBLES,
  FLAGS_AND_OPEN,
  NEXT_SIBLING,
  PENDING,
  VALUE,
  VALUE_SQ_SUM,
  VALUE_SUM,
  VISITS,
  WORDS,
} from '../tree/record.ts'
import { Flag, NONE, type NodeId, type Tree } from '../tree/tree.ts'
import { drawStudent } from './draw-from.ts'
import { isInPlay } from './in-play.ts'
import { drawBetaPosterior, studentPosterior, type Evidence, type GaussianPrior } from './posterior.ts'
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
  let fresh: NodeId[] = []
  let seen = 1

  const drawArm = (draw: Draw, seen: Evidence): number => {
    if ('beta' in prior) return drawBetaPosterior(draw, prior.beta, seen)
    const { mean, scale, degrees } = studentPosterior(prior, seen, posterior)
    return mean + scale * drawStudent(draw, degrees)
  }

  /** The oldest new node that wants its value. */
  function newborn(tree: Tree, focus: NodeId): NodeId {
    for (; seen < tree.size; seen++) fresh.push(seen)
    fresh = fresh.filter((node) => !tree.has(node, Flag.evaluated) && !tree.has(node, Flag.closed))
    return fresh.find((node) => !tree.has(node, Flag.evaluating) && isInPlay(tree, node, focus)) ?? NONE
  }

  function canGenerate(tree: Tree, node: NodeId): boolean {
    if (tree.has(node, Flag.exhausted) || tree.has(node, Flag.terminal) || tree.childCount(node) >= maxChildren)
      return false
    return isIndependent || !tree.has(node, Flag.generating)
  }

  const isOpen = (tree: Tree, node: NodeId, skip: ReadonlySet<NodeId>): boolean =>
    !tree.has(node, Flag.closed) && tree.has(node, Flag.evaluated) && !skip.has(node)

  /** Whether GEN draws higher than CONT. Reads records directly: where a node has many children these two loops are most of a search. */
  function prefersNew(tree: Tree, node: NodeId, draw: Draw): boolean {
    const { i32, f32, f64 } = tree
    let [bornCount, bornSum, bornSquares] = [0, 0, 0]
    let [count, sum, squares, pending] = [0, 0, 0, 0]
    for (let child = tree.firstChild(node); child !== NONE; child = i32[child * WORDS + NEXT_SIBLING]!) {
      const at = child * WORDS
      // The first value of a child is one that GEN sees.
      if ((i32[at + FLAGS_AND_OPEN]! & Flag.evaluated) === 0) continue
      const value = f32[at + VALUE]!
      bornCount++
      bornSum += value
      bornSquares += value * value
      count += i32[at + VISITS]!
      sum += f64[child * DOUBLES + VALUE_SUM]!
      squares += f64[child * DOUBLES + VALUE_SQ_SUM]!
      pending += i32[at + PENDING]!
    }
    const born = { count: bornCount, sum: bornSum, squares: bornSquares, pending: tree.pending(node) - pending }
    const below = { count: count - bornCount, sum: sum - bornSum, squares: squares - bornSquares, pending }
    return drawArm(draw, born) > drawArm(draw, below)
  }

  function bestChild(tree: Tree, node: NodeId, skip: ReadonlySet<NodeId>, draw: Draw): NodeId {
    let best = NONE
    let highest = Number.NEGATIVE_INFINITY
    choice?.begin(tree.childCount(node))
    const { i32, f64 } = tree
    for (let child = tree.firstChild(node); child !== NONE; child = i32[child * WORDS + NEXT_SIBLING]!) {
      const at = child * WORDS
      const isOpenHere = (i32[at + FLAGS_AND_OPEN]! & (Flag.closed | Flag.evaluated)) === Flag.evaluated
      if (!isOpenHere || skip.has(child)) continue
      evidence.count = i32[at + VISITS]!
      evidence.sum = f64[child * DOUBLES + VALUE_SUM]!
      evidence.squares = f64[child * DOUBLES + VALUE_SQ_SUM]!
      evidence.pending = i32[at + PENDING]!
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
    select: (tree, context) => {
      const born = newborn(tree, context.focus)
      if (born !== NONE) return born
      return tree.has(context.focus, Flag.closed) ? NONE : descend(tree, context)
    },
  }
}
