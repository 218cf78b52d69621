import type { Signal, Usage } from '@espalier/core'

export interface Message {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** How completions are sampled. */
export interface Sampling {
  /** Completions asked for. Whole, at least 1. */
  readonly n: number
  /** At least 0. */
  readonly temperature: number
  /** Above 0, at most 1. */
  readonly topP: number
  /** Tokens of one completion at most. Whole, at least 1. */
  readonly maxTokens: number
  /** Whole, in [0, 2^31). The same call has the same seed in every run, whatever ran before it. */
  readonly seed: number
}

export interface Completions {
  /** At most as many as were asked for; fewer count as completions that say nothing. */
  readonly texts: readonly string[]
  readonly usage: Usage
}

/**
 * A part that a model plays. May reject, with a `code` and a `usage` on the error if it has them: the call is tried again, and its cost counts.
 * The signal fires when nobody waits for the result any more.
 */
export type Role = (
  messages: readonly Message[],
  options: Sampling & { readonly signal: Signal },
) => Promise<Completions>

/** The three parts of self-play. Judge and refiner are one model in SPaR (Cheng 2025, §2.2); here they may be two. */
export interface Roles {
  /** Answers prompts. */
  readonly actor: Role
  /** Says whether an answer does what its prompt asks. */
  readonly judge: Role
  /** Writes a better answer, with the judge's critique before its eyes. */
  readonly refiner: Role
}

export type RoleName = keyof Roles
