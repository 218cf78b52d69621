import { childNumber, hiddenStep, type HiddenTree } from './problem.ts'

/** How good a leaf is among all of its tree. */
export interface LeafScore {
  /** True value of the leaf: the sum along its path. */
  readonly value: number
  /** 1 for the best leaf. */
  readonly rank: number
  /** What is missing to the best leaf, as a share of the distance from the worst to the best; in [0, 1]. */
  readonly regret: number
}

/** True values of all leaves, ascending. Cost: about 20 ms for 65,536 leaves. */
export function hiddenLeafValues(tree: HiddenTree): Float64Array {
  let level = Float64Array.of(0)
  let first = 0
  for (let depth = 0; depth < tree.depth; depth++) {
    const next = new Float64Array(level.length * tree.branching)
    for (let node = 0; node < level.length; node++) {
      for (let i = 0; i < tree.branching; i++) {
        const child = childNumber(tree, first + node, i)
        next[node * tree.branching + i] = level[node]! + hiddenStep(tree, child)
      }
    }
    first = childNumber(tree, first, 0)
    level = next
  }
  return level.sort()
}

/**
 * The benchmark's scorer of an answer as the backend writes it; null for a text that is no leaf. `leaves`: those of this tree
 * ({@link hiddenLeafValues}). A search may not import it: the best leaf is what it looks for.
 */
export function scoreLeaf(tree: HiddenTree, answer: string, leaves: Float64Array): LeafScore | null {
  const path = answer.split(' ').map((text) => (/^\d$/.test(text) ? Number(text) : Number.NaN))
  if (path.length !== tree.depth || !path.every((step) => step < tree.branching)) return null
  let node = 0
  let value = 0
  for (const step of path) {
    node = childNumber(tree, node, step)
    value += hiddenStep(tree, node)
  }
  const worst = leaves[0]!
  const best = leaves.at(-1)!
  return { value, rank: leaves.length - countAtMost(leaves, value) + 1, regret: (best - value) / (best - worst) }
}

/** How many of the ascending numbers are at most `limit`. A leaf itself is among them, so its rank is one more than those above it. */
function countAtMost(ascending: Float64Array, limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! <= limit) low = middle + 1
    else high = middle
  }
  return low
}
