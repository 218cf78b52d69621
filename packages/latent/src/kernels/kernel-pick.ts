import { Flag, NONE, portableLog, type NodeId, type PickChildFn, type Tree, type TreeView } from '@espalier/core'
import { kernelBounds, kernelStatistics } from './kernel-regression.ts'
import type { NodeSimilarity } from './landings.ts'

/** What is known of a node's children when those that are alike count for each other. */
export interface SharedStatistics {
  readonly children: readonly NodeId[]
  /** E[v | a], NaN where nothing alike was visited. */
  readonly values: Float64Array
  /** W(a), trials in flight counted as visits. */
  readonly weights: Float64Array
}

/**
 * KR-UCT's statistics of a node's children (`kernelStatistics`). Values are means of what came back; trials in flight count in the weights alone.
 * Where a step leads shows when it has been visited: until then it is like no other.
 */
export function sharedStatistics(tree: TreeView, node: NodeId, similarity: NodeSimilarity): SharedStatistics {
  const children: NodeId[] = []
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) children.push(child)
  const visits = children.map((child) => tree.visits(child))
  // By the tree alone: a thought that has been computed but not told says nothing yet, so that a log can be gone on from.
  const kernel = (a: number, b: number): number =>
    a === b ? 1 : visits[a] === 0 || visits[b] === 0 ? 0 : similarity(children[a]!, children[b]!)
  const means = children.map((child) => (tree.visits(child) === 0 ? 0 : tree.q(child)))
  const { values, weights } = kernelStatistics(kernel, visits, means)
  if (tree.pending(node) === 0) return { children, values, weights }
  const tries = children.map((child) => tree.visits(child) + tree.pending(child))
  return { children, values, weights: kernelStatistics(kernel, tries, means).weights }
}

export interface KernelPickOptions {
  readonly similarity: NodeSimilarity
  /** Exploration weight. At least 0. */
  readonly c: number
}

/** MuZero's growth of the weight with visits (Schrittwieser 2020, App. B), as in the core's PUCT. */
const BASE = 19_652

/**
 * PUCT over shared statistics: argmax of E[v | a] + c(s) P(s,a) sqrt(N(s)) / (1 + W(a)). With a similarity of 0 between all it is PUCT. A child
 * of which nothing is known is taken for the node's mean less `fpuReduction`, at least 0.
 */
export function kernelPuct({ similarity, c, fpuReduction }: KernelPickOptions & { fpuReduction: number }): PickChildFn {
  return (tree, node, skip) => {
    const { children, values, weights } = sharedStatistics(tree, node, similarity)
    const visits = tree.visits(node) + tree.pending(node)
    const exploration = (c + portableLog((visits + BASE + 1) / BASE)) * Math.sqrt(visits)
    const priorSum = tree.priorSum(node)
    const urgency = Math.max(0, tree.q(node) - fpuReduction)
    const scores = children.map((child, i) => {
      const weighted = priorSum > 0 ? (exploration / priorSum) * tree.prior(child) : exploration / children.length
      return (Number.isNaN(values[i]!) ? urgency : values[i]!) + weighted / (1 + weights[i]!)
    })
    return bestOpen(tree, children, scores, skip)
  }
}

/**
 * KR-UCT's selection (Yee, Lisý & Bowling, IJCAI 2016): argmax of E[v | a] + c sqrt(log(sum of W) / W(a)). Children of weight 0 come first, in order
 * of prior; one that only has trials in flight is taken for the node's mean.
 */
export function kernelUct({ similarity, c }: KernelPickOptions): PickChildFn {
  return (tree, node, skip) => {
    const { children, values, weights } = sharedStatistics(tree, node, similarity)
    const known = values.map((value) => (Number.isNaN(value) ? tree.q(node) : value))
    const scores = Array.from(kernelBounds({ values: known, weights }, c), (score, i) =>
      weights[i] === 0 ? 1e31 * (1 + tree.prior(children[i]!)) : score,
    )
    return bestOpen(tree, children, scores, skip)
  }
}

function bestOpen(
  tree: Tree,
  children: readonly NodeId[],
  scores: readonly number[],
  skip: ReadonlySet<NodeId> | null,
): NodeId {
  let best = NONE
  let bestScore = Number.NEGATIVE_INFINITY
  for (const [i, child] of children.entries()) {
    if (tree.has(child, Flag.closed) || skip?.has(child) === true || scores[i]! <= bestScore) continue
    best = child
    bestScore = scores[i]!
  }
  return best
}
