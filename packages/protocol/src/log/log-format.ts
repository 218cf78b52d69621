import type { Envelope, Json, StopReason, Usage } from '@espalier/core'
import type { SearchSpec } from '../searches/spec.ts'

/**
 * A whole search as text: JSON lines. The first is the header, then one envelope a line in order of `seq`, the last is the trailer. A
 * log without its trailer is not whole: the run was cut off, or the file was.
 */
export const LOG_FORMAT = 'espalier-log'
export const LOG_VERSION = 1
export const LOG_MEDIA_TYPE = 'application/jsonl'

export interface LogHeader {
  readonly format: typeof LOG_FORMAT
  readonly version: number
  /** What was asked for, with what `search-start` does not say: model, budget, concurrency. Absent where the writer did not know it. */
  readonly spec?: SearchSpec
  /** Of a search that was sealed: what its seals were made with, see `trace/seal.ts`; 64 hexadecimal digits. */
  readonly salt?: string
}

export interface LogTrailer {
  /** Events in the log. */
  readonly events: number
  /** SHA-256 over the events, see `log-hash.ts`; 64 hexadecimal digits. */
  readonly hash: string
  /** SHA-256 over all lines before this one as they stand in the file, line feeds included; 64 hexadecimal digits. */
  readonly checksum: string
  /** What the writer says that the run came to, a {@link LogOutcome}. A reader proves it against the fold. */
  readonly outcome: Json
}

/** What a run came to, down to every node. */
export interface LogOutcome {
  /** What the recommended node holds; null without an answer. */
  readonly answer: string | null
  /** Value of the recommended node; null when it has none. */
  readonly value: number | null
  /** The steps to the recommended node. */
  readonly path: readonly string[]
  readonly reason: StopReason
  readonly trials: number
  readonly failures: number
  readonly rejected: number
  readonly nodes: number
  readonly events: number
  readonly usage: Usage
  /** SHA-256 over every node of the tree, see `tree-hash.ts`. */
  readonly treeHash: string
}

/** A line after the header: an envelope, or the end. */
export type LogLine = Envelope | { readonly end: LogTrailer }
