import type { NodeId, StateBackend, StopReason, Usage } from '@espalier/core'
import type { LossReason } from './refine-expand.ts'
import type { Ballot, Judgement } from '../roles/tally.ts'

/** An answer and what the judge said of it: the state of a node. */
export interface Draft {
  readonly response: string
  readonly critique: string
  readonly value: number
  /** Refinements since the actor's own answer. */
  readonly depth: number
}

/** One refinement, judged. */
export interface RefineStep {
  readonly response: string
  /** The refiner's whole reply: its reflection and the answer between markers. */
  readonly reply: string
  readonly judgement: Judgement
}

/** What a search starts from: an actor's answer that was judged not to follow its prompt. */
export interface RefineProblem {
  readonly prompt: string
  readonly response: string
  readonly judgement: Judgement
}

/** A refinement in a finished tree. */
export interface RefinementNode {
  readonly node: NodeId
  /** 0: the actor's own answer. */
  readonly parent: NodeId
  readonly depth: number
  readonly response: string
  readonly reply: string
  readonly critique: string
  readonly value: number
  readonly ballots: readonly Ballot[]
}

/** What a search came to. */
export interface Refinement {
  /** Name of the search, as its log has it. */
  readonly search: string
  readonly reason: StopReason
  /** In order of creation; the root is the actor's own answer and is not among them. */
  readonly nodes: readonly RefinementNode[]
  /** The best node; 0 where no refinement is better than the actor's own answer. */
  readonly final: NodeId
  /** Value of that node. */
  readonly value: number
  /** Refinements that came to nothing: the refiner wrote none, or its votes decided nothing. */
  readonly lost: Readonly<Record<LossReason, number>>
  /** Cost of the search as its log has it: a judgement that several nodes rest on counts for each. */
  readonly usage: Usage
}

/** Drafts as states. Every draft is an answer; lines end at the greatest depth. */
export function refinementBackend(maxDepth: number): StateBackend<RefineProblem, Draft, RefineStep> {
  return {
    name: 'refinement',
    root: ({ response, judgement: { critique, value } }) => ({ response, critique, value, depth: 0 }),
    extend: ({ depth }, { response, judgement: { critique, value } }) => ({
      response,
      critique,
      value,
      depth: depth + 1,
    }),
    isTerminal: ({ depth }) => depth >= maxDepth,
    answer: ({ response }) => response,
    label: ({ response }) => inOneLine(response),
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' }

/** A text in one line that no other text has: line breaks and backslashes are written out. */
export function inOneLine(text: string): string {
  return text.replace(/[\\\n\r]/g, (character) => ESCAPES[character]!)
}
