import type { Json } from '../events/event.ts'
import type { Draw } from '../random.ts'
import type { NodeId, Tree, TreeView } from '../tree/tree.ts'
import type { ChooseGeneratorFn } from '../policy/generator-choice.ts'
import type { ProposalMode } from './expansion.ts'

/** What a policy may do while it selects. */
export interface SelectContext {
  /** Node to start from: the root, unless somebody steered. */
  readonly focus: NodeId
  /** Draws of the trial about to start, from the first on again at every selection. */
  readonly draw: Draw
  /** Seed of the search, for chance that belongs to a node and must not depend on when it was first looked at: `nodeDraws`. */
  readonly seed: number
  /** For graph search: second ways that the path to the selected node goes over, from above down. Empty at every selection. */
  readonly via: NodeId[]
  /** Gives an open node up: as exhausted when nothing can be asked below it any more, as proven when nothing better can be found there, or pruned. */
  close(node: NodeId, cause: 'exhausted' | 'pruned' | 'proven'): void
}

/** The next node to work at, or NONE: with trials in flight that means "wait", without any "nothing left". */
export type SelectFn = (tree: Tree, context: SelectContext) => NodeId

/** How many new steps to ask for at a node, given the children that it has; 0 for none. */
export type WidenFn = (tree: TreeView, node: NodeId) => number

/** The value that the node itself, its parent, ... and the root receive. Absent: all receive the value. */
export type BackupFn = (tree: TreeView, node: NodeId, value: number) => readonly number[]

/**
 * The node to answer from. `bestAnswer`: the answer of the highest value, NONE without any. `answerOf`: what a finished node would answer,
 * null for others. `root`: the node that the search has committed to; everything outside its subtree is out of the question.
 */
export type RecommendFn = (
  tree: TreeView,
  bestAnswer: NodeId,
  answerOf: (node: NodeId) => string | null,
  root: NodeId,
) => NodeId

/** An algorithm: a handful of functions. The engine never asks which one it has. */
export interface SearchPolicy {
  readonly select: SelectFn
  readonly widen: WidenFn
  /** Whether a trial at this node asks for its value. Default: unless it has one. */
  readonly evaluate?: (tree: TreeView, node: NodeId) => boolean
  readonly backup?: BackupFn
  /** Which of the search's generators a trial that asks for steps is for. Default: Thompson sampling by the values of what they wrote. */
  readonly generator?: ChooseGeneratorFn
  readonly recommend: RecommendFn
  /** Whether steps to a state that is there already become second ways to it, which `select` knows how to go. Needs a backend with keys. Default no. */
  readonly graph?: boolean
  /** Default 'distinct'. */
  readonly proposals?: ProposalMode
}

/** A named algorithm with its options. `start` makes the functions for one search, with fresh bookkeeping where they need any. */
export interface Preset {
  readonly name: string
  readonly params: Json
  start(): SearchPolicy
}
