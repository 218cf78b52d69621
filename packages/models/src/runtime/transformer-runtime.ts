import type { TransformerConfig } from './transformer-config.ts'

/**
 * The keys and values of a sequence seen so far: an immutable value. Any number of continuations can start from one cache, and they
 * share its memory; it is freed when the cache and all that grew from it are released.
 */
export interface Cache {
  /** Positions held, 1 to `config.context`. */
  readonly length: number
}

/** One sequence of a batch, continued by one or more positions. */
export interface ForwardRow {
  /** What came before; null at the start of a sequence. It stays usable after the call. */
  readonly cache: Cache | null
  /**
   * The new positions, at least one: input vectors as a Float32Array [positions, dim], or token ids in any other list of numbers.
   * With token ids, `forward` embeds them itself.
   */
  readonly inputs: Float32Array | Int32Array | Uint8Array | readonly number[]
  /**
   * `'causal'` (default): a new position sees the cache, the new positions before it, and itself. `'full'`: it sees all new
   * positions, as the prompt of a prefix language model does (`config.prefixAttention`).
   */
  readonly attention?: 'causal' | 'full'
  /** Whose hidden states are returned: the last new position's (default) or those of all new positions. */
  readonly hidden?: 'last' | 'all'
}

export interface ForwardResult {
  /** Hidden state after the final norm: [dim], or [positions, dim] if all were asked for. The caller's own copy. */
  readonly hidden: Float32Array
  /** The sequence with the new positions. The caller owns it and gives it back with `release`. */
  readonly cache: Cache
}

export interface RuntimeUsage {
  /** Caches not yet released. */
  readonly caches: number
  /** Positions held by them; a shared position counts once. */
  readonly positions: number
  /** Positions for which memory is set aside. It never shrinks. */
  readonly positionCapacity: number
  /** Bytes of weights, buffers and caches together. */
  readonly bytes: number
}

/**
 * A decoder-only transformer as pure arithmetic: input vectors in, hidden states out. Synchronous and single-threaded. A row's result
 * does not depend, to the bit, on the other rows of its batch. Every mistake in the arguments is a `ModelError` and leaves the
 * runtime as it was.
 */
export interface TransformerRuntime {
  readonly config: TransformerConfig
  readonly name: 'wasm-simd' | 'reference'
  /** Input vectors of token ids: [n, dim]. Throws `TOKEN_OUT_OF_RANGE`. */
  embed(tokens: Int32Array | Uint8Array | readonly number[]): Float32Array
  /**
   * Runs all rows as one batch; results in the order of the rows. Throws `CACHE_RELEASED`, `CACHE_FOREIGN`, `CONTEXT_OVERFLOW`,
   * `INPUT_LENGTH`, `INPUT_NOT_FINITE`, `TOKEN_OUT_OF_RANGE` or `OUT_OF_MEMORY`.
   */
  forward(rows: readonly ForwardRow[]): readonly ForwardResult[]
  /** Scores of the next token, [n, vocab], natural logarithms up to a constant. `hidden` are states of [dim] or [n, dim], joined. */
  logits(hidden: readonly Float32Array[]): Float32Array
  /** The value head before its sigmoid: [n]. `hidden` as in `logits`. */
  value(hidden: readonly Float32Array[]): Float32Array
  /**
   * A cache of the first `at` positions of one sequence and those of another from `at` on, so that every key and value keeps its
   * position. For tests of what carries an answer: no sequence has such a past. Both stay as they are; nothing is copied. Throws
   * `INPUT_LENGTH` unless both reach `at`, from 1.
   */
  graft(base: Cache, donor: Cache, at: number): Cache
  /** Gives a cache back. Releasing twice throws `CACHE_RELEASED`. */
  release(cache: Cache): void
  usage(): RuntimeUsage
}
