import { NONE, type NodeId, type TreeView } from '@espalier/core'
import { readRetrievalSource } from './retrieval-source.ts'

/** What one arm came to at a depth. */
export interface RetrievalArm {
  /** Steps at the expansions that are compared. */
  readonly steps: number
  /** Of the expansions, in how many the arm leads to a value of `good` or more, at its steps or below. */
  readonly covered: number
  /** In how many it leads to a higher value than the other arm. */
  readonly wins: number
}

/** Steps with a passage against steps without, of the nodes at one depth. */
export interface RetrievalDepth {
  /** Of the nodes that were expanded: 0 is the root. */
  readonly depth: number
  /** Nodes with steps of both arms, each with a value: only these are compared. */
  readonly expansions: number
  readonly retrieved: RetrievalArm
  readonly control: RetrievalArm
  /** Expansions in which both lead to the same value. */
  readonly level: number
}

interface Best {
  steps: number
  value: number
}

/**
 * Coverage of retrieval against its control arm, by depth: an arm covers an expansion if one of its steps leads to a value of at least `good` (default
 * 1), and wins it with the higher best value. Reads sources and values of a finished or a running search over `retrievedSteps`.
 */
export function retrievalReport(
  tree: TreeView,
  { good = 1 }: { readonly good?: number } = {},
): readonly RetrievalDepth[] {
  const depths: { depth: number; expansions: number; retrieved: Mutable; control: Mutable; level: number }[] = []
  for (let node = 0; node < tree.size; node++) {
    const arms = armsAt(tree, node)
    if (arms === null) continue
    const [retrieved, control] = arms
    const depth = tree.depth(node)
    const row = (depths[depth] ??= { depth, expansions: 0, retrieved: arm(), control: arm(), level: 0 })
    row.expansions++
    row.retrieved.steps += retrieved.steps
    row.control.steps += control.steps
    if (retrieved.value >= good) row.retrieved.covered++
    if (control.value >= good) row.control.covered++
    if (retrieved.value > control.value) row.retrieved.wins++
    else if (control.value > retrieved.value) row.control.wins++
    else row.level++
  }
  return depths.filter((row) => row !== undefined)
}

type Mutable = { -readonly [K in keyof RetrievalArm]: number }
const arm = (): Mutable => ({ steps: 0, covered: 0, wins: 0 })

/** Retrieved and control arm of a node's children; null where one of them has no value yet. */
function armsAt(tree: TreeView, node: NodeId): readonly [Best, Best] | null {
  const retrieved: Best = { steps: 0, value: Number.NEGATIVE_INFINITY }
  const control: Best = { steps: 0, value: Number.NEGATIVE_INFINITY }
  for (let child = tree.firstChild(node); child !== NONE; child = tree.nextSibling(child)) {
    const passage = readRetrievalSource(tree.source(child))
    if (passage === undefined) continue
    const best = passage === null ? control : retrieved
    best.steps++
    best.value = Math.max(best.value, tree.valueMax(child))
  }
  return retrieved.value > Number.NEGATIVE_INFINITY && control.value > Number.NEGATIVE_INFINITY
    ? [retrieved, control]
    : null
}
