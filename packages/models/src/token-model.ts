import { portableExp } from '@espalier/core'
import { logSoftmax } from './log-softmax.ts'
import type { Cache, TransformerRuntime } from './runtime/transformer-runtime.ts'
import { ModelError } from './runtime/model-error.ts'
import type { Tokenizer } from './tokenizer.ts'

/** A prompt that the model has read. */
export interface PromptReading {
  readonly cache: Cache
  /** Natural log-probabilities of the first token to write, by token id. Shape [vocabulary]. */
  readonly logProbs: Float32Array
  /** In [0, 1]: how likely the state in the prompt is still solvable. */
  readonly value: number
  /** Tokens of the prompt. */
  readonly tokens: number
}

/** The token face of a transformer: next-token distributions after prompts, and a value read from a prompt. */
export interface TokenModel {
  readonly name: string
  /** The token that ends a step. */
  readonly stepEnd: number
  /** Reads prompts in one batch. Throws `UNREADABLE_PROMPT` for text that cannot be written with the vocabulary. */
  read(prompts: readonly string[]): readonly PromptReading[]
  /** Writes one token behind each cache, in one batch; the caches given stay as they are. */
  advance(
    rows: readonly { readonly cache: Cache; readonly token: number }[],
  ): readonly { readonly cache: Cache; readonly logProbs: Float32Array }[]
  decode(tokens: readonly number[]): string
  /** Lets go of a cache. Every cache that `read` or `advance` gave must be released once. */
  release(cache: Cache): void
}

/** Most rows that go through the network at once. */
const MAX_BATCH = 64

/** A token model from a runtime and the tokenizer that it was trained with. `name` goes into logs. */
export function createTokenModel(name: string, runtime: TransformerRuntime, tokenizer: Tokenizer): TokenModel {
  if (runtime.config.vocab !== tokenizer.vocabulary.length) {
    const [got, expected] = [`${runtime.config.vocab} tokens`, `${tokenizer.vocabulary.length}, as the tokenizer has`]
    throw new ModelError('CHECKPOINT_CONFIG', 'a checkpoint for another vocabulary', {
      got,
      expected,
      where: 'config.vocab',
    })
  }

  function encode(prompt: string): number[] {
    const ids = tokenizer.encode(prompt)
    if (ids === null || ids.length === 0 || ids.length > runtime.config.context) {
      const expected = `1 to ${runtime.config.context} tokens of the vocabulary`
      throw new ModelError('UNREADABLE_PROMPT', 'a prompt that the model cannot read', {
        got: JSON.stringify(prompt.slice(0, 60)),
        expected,
        where: 'prompt',
      })
    }
    return ids
  }

  return {
    name,
    stepEnd: tokenizer.stepEnd,
    read: (prompts) =>
      inBatches(prompts.map(encode), (batch) => {
        const results = runtime.forward(
          batch.map((tokens) => ({ cache: null, inputs: tokens, attention: runtime.config.prefixAttention })),
        )
        const hidden = results.map((result) => result.hidden)
        const values = runtime.value(hidden)
        const logits = runtime.logits(hidden)
        return results.map((result, i) => ({
          cache: result.cache,
          logProbs: logSoftmax(row(logits, i, runtime.config.vocab)),
          value: 1 / (1 + portableExp(-values[i]!)),
          tokens: batch[i]!.length,
        }))
      }),
    advance: (rows) =>
      inBatches(rows, (batch) => {
        const results = runtime.forward(batch.map(({ cache, token }) => ({ cache, inputs: [token] })))
        const logits = runtime.logits(results.map((result) => result.hidden))
        return results.map((result, i) => ({
          cache: result.cache,
          logProbs: logSoftmax(row(logits, i, runtime.config.vocab)),
        }))
      }),
    decode: (tokens) => tokenizer.decode(tokens),
    release: (cache) => runtime.release(cache),
  }
}

function inBatches<In, Out>(items: readonly In[], run: (batch: readonly In[]) => readonly Out[]): Out[] {
  const out: Out[] = []
  for (let i = 0; i < items.length; i += MAX_BATCH) out.push(...run(items.slice(i, i + MAX_BATCH)))
  return out
}

const row = (matrix: Float32Array, index: number, width: number): Float32Array =>
  matrix.subarray(index * width, (index + 1) * width)
