import type { Refinement } from '../refine/refinement.ts'
import type { Judgement, Undecided } from '../roles/tally.ts'

/** The stages of a round: the first four prompt by prompt, the last one over all of them. */
export const STAGES = ['sample', 'judge', 'pick', 'refine', 'data'] as const
export type Stage = (typeof STAGES)[number]

/** Why a prompt goes no further. Those that end in `-failed` are tried again when the run goes on. */
export type DropReason =
  /** Every answer was empty. */
  | 'no-response'
  /** No answer was decided on. */
  | 'undecided'
  /** Every answer follows the prompt, as far as the judge says. */
  | 'no-negative'
  /** The search found no refinement at all. */
  | 'no-refinement'
  | 'actor-failed'
  | 'judge-failed'
  | 'refiner-failed'

/** An answer of the actor, and what became of it. */
export interface Sample {
  readonly response: string
  readonly judged: Judgement | Undecided
}

/** What a round came to for one prompt. JSON. */
export interface PromptOutcome {
  readonly round: number
  readonly id: string
  readonly prompt: string
  /** In the order in which they were sampled; empty answers are left out. */
  readonly samples: readonly Sample[]
  /** Index of the answer that is refined, null where none is. */
  readonly negative: number | null
  readonly refinement: Refinement | null
  readonly dropped: { readonly stage: Stage; readonly reason: DropReason } | null
}

export function isRetried({ dropped }: PromptOutcome): boolean {
  return dropped !== null && dropped.reason.endsWith('-failed')
}
