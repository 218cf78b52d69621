import { childNumber, hiddenStep, type HiddenTree } from './problem.ts'

/** All leaves of a tree. */
export interface HiddenLeaves {
  /** True values in the order of their paths: a node's leaves lie side by side. */
  readonly values: Float64Array
  /** The same, ascending. */
  readonly ascending: Float64Array
}

/** How good a line of steps is among all of its tree. */
export interface LineScore {
  /** True value: at a leaf the sum along its path, of an unfinished line the mean of its leaves, which is what a random end of it is worth. */
  readonly value: number
  /** 1 for the best leaf; null for an unfinished line. */
  readonly rank: number | null
  /** What is missing to the best leaf, as a share of the distance from the worst to the best; in [0, 1]. */
  readonly regret: number
}

/** Enumerates the leaves. Cost: about 20 ms for 65,536 of them. */
export function hiddenLeaves(tree: HiddenTree): HiddenLeaves {
  let values = Float64Array.of(0)
  let first = 0
  for (let depth = 0; depth < tree.depth; depth++) {
    const next = new Float64Array(values.length * tree.branching)
    for (let node = 0; node < values.length; node++) {
      for (let i = 0; i < tree.branching; i++) {
        const child = childNumber(tree, first + node, i)
        next[node * tree.branching + i] = values[node]! + hiddenStep(tree, child)
      }
    }
    first = childNumber(tree, first, 0)
    values = next
  }
  return { values, ascending: values.toSorted() }
}

/**
 * The benchmark's scorer of a path as the backend writes it (`0 3 1 2`), finished or not; the empty text is the root. Null for a text that is
 * no path of the tree. A search may not import it: the best leaf is what it looks for.
 */
export function scoreLine(tree: HiddenTree, path: string, { values, ascending }: HiddenLeaves): LineScore | null {
  const steps = path === '' ? [] : path.split(' ').map((text) => (/^\d$/.test(text) ? Number(text) : Number.NaN))
  if (steps.length > tree.depth || !steps.every((step) => step < tree.branching)) return null
  const below = tree.branching ** (tree.depth - steps.length)
  const first = steps.reduce((place, step) => place * tree.branching + step, 0) * below
  let sum = 0
  for (let leaf = first; leaf < first + below; leaf++) sum += values[leaf]!
  const value = sum / below
  const worst = ascending[0]!
  const best = ascending.at(-1)!
  const rank = below === 1 ? ascending.length - countAtMost(ascending, value) + 1 : null
  return { value, rank, regret: (best - value) / (best - worst) }
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
