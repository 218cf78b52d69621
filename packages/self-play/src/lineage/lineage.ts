import type { NodeId, StopReason, Usage } from '@espalier/core'
import type { PromptOutcome } from '../pipeline/outcome.ts'
import type { Refinement } from '../refine/refinement.ts'
import type { Estimate } from '../report/interval.ts'
import type { RoundReport } from '../report/round-report.ts'
import type { Ballot } from '../roles/tally.ts'

export const LINEAGE_FORMAT = 'espalier-lineage'
export const LINEAGE_VERSION = 1

/** How a run came to what it teaches, for people: one JSON value that needs nothing beside it. */
export interface Lineage {
  readonly format: typeof LINEAGE_FORMAT
  readonly version: typeof LINEAGE_VERSION
  /** What the run is called: of a folder or a server. */
  readonly name: string
  /** A refinement is good when its value is above this. In [0, 1). */
  readonly gate: number
  /** Of the rounds that were played to their end. */
  readonly rounds: readonly RoundReport[]
  /** How the models did on prompts that no round learns from; empty where nobody measured. */
  readonly heldOut: readonly HeldOutRates[]
  /** By rounds, and in them by prompts. */
  readonly prompts: readonly PromptLineage[]
}

/** Shares of held-out prompts that are followed, by a verifier. */
export interface HeldOutRates {
  /** The models after this round; 0: as they came. */
  readonly round: number
  /** Of the actor's likeliest answers. */
  readonly greedy: Estimate | null
  /** Of what the search makes of them. */
  readonly searched: Estimate | null
}

export interface PromptLineage {
  readonly round: number
  readonly id: string
  readonly prompt: string
  /** In the order in which they were sampled. */
  readonly answers: readonly AnswerLineage[]
  /** Index of the answer that was refined; null where none was. */
  readonly refined: number | null
  readonly tree: RefinementTree | null
  readonly dropped: PromptOutcome['dropped']
}

/** An answer of the actor and the votes on it. */
export interface AnswerLineage {
  readonly response: string
  /** Share of the votes that say Yes, and what the majority says; null where the last round of votes decided nothing. */
  readonly value: number | null
  readonly follows: boolean | null
  /** Why nothing was decided; null where something was. */
  readonly undecided: 'tied' | 'unread' | null
  readonly critique: string | null
  /** Every round of votes; the last one decided, if any did. */
  readonly ballots: readonly Ballot[]
}

export interface RefinementTree {
  /** Name of the search, as its log has it. */
  readonly search: string
  readonly reason: StopReason
  /** In order of creation; the first is the failed answer, whose parent is null. Every other one stands behind its parent. */
  readonly nodes: readonly TreeNode[]
  /** The best node; the root where no refinement is better than the failed answer. */
  readonly final: NodeId
  /** Value of that node. */
  readonly value: number
  /** Refinements that came to nothing: the refiner wrote none, or its votes decided nothing. */
  readonly lost: Refinement['lost']
  readonly usage: Usage
}

export interface TreeNode {
  readonly node: NodeId
  readonly parent: NodeId | null
  readonly depth: number
  readonly response: string
  /** The refiner's whole reply; null of the failed answer. */
  readonly reply: string | null
  readonly critique: string
  readonly value: number
  readonly ballots: readonly Ballot[]
}
