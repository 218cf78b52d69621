import type { Cache } from '@espalier/models'

/** How a vector is put into a model: as a thought fed back, or as a symbol said in words. */
export type InputKind = 'thought' | 'word'

/** One position to be computed behind a cache, which stays usable. */
export interface ThoughtRow {
  readonly cache: Cache
  /** A hidden state, or a symbol's vector brought to the length of one. [dim] */
  readonly input: Float32Array
  readonly as: InputKind
}

export interface Thought {
  /** Hidden state of the last layer after the final norm: what a model may be fed with next. [dim] */
  readonly hidden: Float32Array
  /** All that came before, and this position. The caller gives it back with `release`. */
  readonly cache: Cache
}

/**
 * A model that thinks in vectors: its last hidden state can be its next input (COCONUT; Hao et al. 2024, arXiv 2412.06769, §3). What it
 * thinks can be read as a distribution over symbols: nodes of a graph, or tokens. A row does not depend on its batch, but
 * for rounding where its runtime works through batches of other sizes in another order. Only what runs the
 * model is asynchronous, because it may run elsewhere; what reads a hidden state is arithmetic on the spot.
 */
export interface ThoughtModel<Prompt> {
  readonly name: string
  /** Width of a thought. */
  readonly dim: number
  /** Number of symbols that a thought can be read as. */
  readonly symbols: number
  /** Reads prompts up to the point where thinking begins, the first thought included. */
  begin(prompts: readonly Prompt[], as: InputKind): Promise<readonly Thought[]>
  think(rows: readonly ThoughtRow[]): Promise<readonly Thought[]>
  /** Natural log-probabilities of the symbols that each hidden state reads as. [symbols] each */
  readOut(hidden: readonly Float32Array[]): readonly Float32Array[]
  /** In [0, 1]: how likely a line of thought still leads to an answer. Null for a model without such a head. */
  readonly value: ((hidden: readonly Float32Array[]) => readonly number[]) | null
  /** The direction of a symbol among hidden states, of length 1. [dim] */
  direction(symbol: number): Float32Array
  release(cache: Cache): void
}
