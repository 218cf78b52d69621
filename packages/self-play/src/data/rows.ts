import type { NodeId, Usage } from '@espalier/core'
import type { Message } from '../roles/role.ts'
import type { Tally } from '../roles/tally.ts'

/** Where an example for judge and refiner comes from, in SPaR's order (Cheng 2025, §2.4; `process_rft_data` of the authors' code). */
export const SOURCES = ['refine', 'tree-positive', 'tree-negative', 'actor-negative', 'actor-positive'] as const
export type Source = (typeof SOURCES)[number]

/** What a row rests on. */
export interface Provenance {
  readonly round: number
  /** Id of the prompt. */
  readonly prompt: string
  /** Name of the search; null for what was judged before any. */
  readonly search: string | null
  /** Node of the search; null where there is none. */
  readonly node: NodeId | null
  /** Its depth: refinements in a row. 0 for an actor's answer. */
  readonly depth: number
  /** Nodes of the search, its root among them; null where there is none. */
  readonly nodes: number | null
  readonly value: number
  /** Votes on the answer that the row is about. */
  readonly votes: Tally
  /** Votes on the rejected answer of a pair; null elsewhere. */
  readonly rejectedVotes: Tally | null
  /** Cost of the search; null where there is none. */
  readonly usage: Usage | null
}

/** A pair for the actor: what was refined into what. */
export interface PreferencePair {
  readonly prompt: string
  readonly chosen: string
  readonly rejected: string
  readonly provenance: Provenance
}

/** A conversation for judge or refiner; its last message is what is learned. */
export interface RefinerExample {
  readonly source: Source
  readonly messages: readonly Message[]
  readonly provenance: Provenance
}

/** What became of the candidates of a source: candidates = overCap + duplicates + kept. */
export interface SourceCounts {
  readonly candidates: number
  readonly overCap: number
  readonly duplicates: number
  readonly kept: number
  /** Not even candidates: all votes agree, so nothing is to be learned, or the value is the gate itself. */
  readonly unanimous: number
  readonly onGate: number
  /** Candidates of one tree beyond its share. */
  readonly overShare: number
}

/** What a round teaches. */
export interface TrainingData {
  readonly round: number
  readonly pairs: readonly PreferencePair[]
  /** Shuffled. */
  readonly examples: readonly RefinerExample[]
  readonly counts: {
    /** Searches that ended at or below the gate bring no pair. */
    readonly unsolved: number
    readonly sources: Readonly<Record<Source, SourceCounts>>
  }
}
