/** A node of a tree: a small integer, in order of creation, so a child's id is above its parent's; the root is 0. */
export type NodeId = number

/** Read-only face of the tree: what policies, stop conditions, views and callers see. Plain methods, no allocation. */
export interface TreeView {
  /** Number of nodes. */
  readonly size: number
  parent(node: NodeId): NodeId
  firstChild(node: NodeId): NodeId
  nextSibling(node: NodeId): NodeId
  childCount(node: NodeId): number
  /** 0 for the root. At most 65,535. */
  depth(node: NodeId): number
  /** Values backed up through the node. */
  visits(node: NodeId): number
  /** Trials now under way at the node or below. */
  pending(node: NodeId): number
  valueSum(node: NodeId): number
  valueSqSum(node: NodeId): number
  /** Largest value backed up through the node; -Infinity before the first. */
  valueMax(node: NodeId): number
  /** The node's own evaluation (single precision); NaN before it. */
  value(node: NodeId): number
  /** Mean of the values backed up; NaN before the first. */
  q(node: NodeId): number
  /** The weight its generator gave the step to this node, at least 0; not normalised. */
  prior(node: NodeId): number
  /** Sum of the children's priors. */
  priorSum(node: NodeId): number
  /** Whether all given `Flag` bits are set. */
  has(node: NodeId, flags: number): boolean
  /** Children that are not closed. */
  openChildren(node: NodeId): number
  label(node: NodeId): string
  source(node: NodeId): string | undefined
  /** The node that this one is another way to: they share a state, and what lies below stands there. The node itself where it is none. */
  original(node: NodeId): NodeId
  /** Visits of a state by every way to it; those of the node where there is one way only. */
  stateVisits(node: NodeId): number
  /** What the step to the node brings; undefined where that is a reward of 0 and a discount of 1. */
  transition(node: NodeId): Transition | undefined
}

/** What a step brings: its reward, and the weight of everything after it (-1 to 1). What comes back from below is reward + discount * value. */
export interface Transition {
  readonly reward: number
  readonly discount: number
}
