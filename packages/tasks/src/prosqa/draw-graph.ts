import type { Draw } from '../countdown/seeded.ts'

/** A graph as it is drawn: nodes 0 and 1 are its two sides, parents are numbered before their children. */
export interface DrawnGraph {
  /** [parent, child], children ascending. */
  readonly edges: readonly (readonly [number, number])[]
  /** Bit 0 says that side 0 reaches the node or is it, bit 1 the same of side 1. */
  readonly labels: Uint8Array
  /** How many statements lead to each node. */
  readonly parents: Uint8Array
  /** 1 where a statement leads on. */
  readonly inner: Uint8Array
}

/** e^-1.5: the number of parents that a new node draws is Poisson with a mean of 1.5. */
const NO_PARENT_DRAWN = 0.22313016014842982
/** A draw of no parents stays so (a further individual) with the first probability, becomes one parent with the second, else is drawn again. */
const [NO_PARENT, ONE_PARENT] = [0.1, 0.1]
/** A new node looks for parents among what only one side reaches, only the other, or anywhere. */
const [ONE_SIDE, OTHER_SIDE] = [0.35, 0.7]

/** What each level of depth adds to the weight of a parent: deeper nodes are likelier, which makes long chains. */
const SLOPE = 1.5

/**
 * Algorithm 1 of the paper's appendix. With `stretch`, a parent is likelier by that factor for each statement of the shortest way to it, not
 * by a constant for each of the longest: so shortest ways of nine and ten statements come up in some of a hundred graphs instead of in one
 * of ten thousand.
 *
 * One pass a parent over flat arrays. Without `stretch` the weights are halves and a draw has 32 bits, so that sums are exact and the order
 * of adding does not matter.
 */
export function drawGraph(size: number, stretch: number | undefined, draw: Draw): DrawnGraph {
  const edges: (readonly [number, number])[] = []
  const labels = new Uint8Array(size)
  const parents = new Uint8Array(size)
  const inner = new Uint8Array(size)
  const weights = new Float64Array(size)
  labels[0] = 1
  labels[1] = 2
  weights[0] = 1
  weights[1] = 1
  /** Nodes that may still be chosen as a parent. */
  const open = new Uint8Array(size)
  for (let node = 2; node < size; node++) {
    const side = draw()
    const only = side > OTHER_SIDE ? 3 : side <= ONE_SIDE ? 1 : 2
    let candidates = 0
    let total = 0
    for (let other = 0; other < node; other++) {
      const fits = only === 3 || labels[other] === 0 || labels[other] === only
      open[other] = fits ? 1 : 0
      if (!fits) continue
      candidates++
      total += weights[other]!
    }
    const count = Math.min(candidates, drawParentCount(draw))
    let weight = count === 0 || stretch === undefined ? 1 : Infinity
    for (let k = 0; k < count; k++) {
      const parent = drawOpen(open, weights, node, draw() * total)
      open[parent] = 0
      total -= weights[parent]!
      edges.push([parent, node])
      labels[node]! |= labels[parent]!
      inner[parent] = 1
      weight =
        stretch === undefined
          ? Math.max(weight, weights[parent]! + SLOPE)
          : Math.min(weight, weights[parent]! * stretch)
    }
    parents[node] = count
    weights[node] = weight
  }
  return { edges, labels, parents, inner }
}

/** The open node in whose share of the weight `rest` falls. */
function drawOpen(open: Uint8Array, weights: Float64Array, end: number, rest: number): number {
  let last = 0
  for (let node = 0; node < end; node++) {
    if (open[node] === 0) continue
    last = node
    if ((rest -= weights[node]!) < 0) break
  }
  return last
}

function drawParentCount(draw: Draw): number {
  for (;;) {
    // Poisson by inversion: multiply uniforms until the product falls below e^-mean.
    let count = -1
    for (let product = 1; product > NO_PARENT_DRAWN; product *= draw()) count++
    if (count > 0) return count
    const chance = draw()
    if (chance < NO_PARENT) return 0
    if (chance < NO_PARENT + ONE_PARENT) return 1
  }
}

/** Fewest statements from `from` to every node; -1 where there is no way. One pass, as children follow their parents. */
export function drawnDistances({ edges, labels }: DrawnGraph, from: number): Int16Array {
  const distance = new Int16Array(labels.length).fill(-1)
  distance[from] = 0
  for (const [parent, child] of edges) {
    const next = distance[parent]! + 1
    if (next > 0 && (distance[child] === -1 || next < distance[child]!)) distance[child] = next
  }
  return distance
}
