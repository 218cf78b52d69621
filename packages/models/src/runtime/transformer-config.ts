import { ModelError } from './model-error.ts'

/** Whether the positions of a prompt see the whole prompt (prefix language model) or only what stands before them. */
export type PrefixAttention = 'full' | 'causal'

/** Whether a position knows where it stands. */
export type Positions = 'rotary' | 'none'

/** The sizes of a decoder-only transformer; they come with its checkpoint. */
export interface TransformerConfig {
  /** Width of the hidden state; a multiple of `heads`. */
  readonly dim: number
  /** Number of blocks. */
  readonly layers: number
  /** Attention heads; `dim / heads` is a multiple of 8. */
  readonly heads: number
  /** Width inside the feed-forward part, a multiple of 8; 4 `dim` in our models. */
  readonly hidden: number
  /** Number of tokens. */
  readonly vocab: number
  /** Most positions in one sequence. */
  readonly context: number
  /** How prompts were seen in training; callers run their prompts with this attention. */
  readonly prefixAttention: PrefixAttention
  /** Rotary embedding of positions, or none: then a sequence that sees itself whole is a set. Default `rotary`. */
  readonly positions?: Positions
}

const LIMITS = { dim: 4096, layers: 256, heads: 256, hidden: 16384, vocab: 65536, context: 8192 } as const

/** Returns the config in `value`; throws `CHECKPOINT_CONFIG` naming the field that is missing or out of range. */
export function checkTransformerConfig(value: unknown): TransformerConfig {
  if (typeof value !== 'object' || value === null) fail('config', shortJson(value), 'an object')
  const fields = value as Readonly<Record<string, unknown>>
  function size(field: keyof typeof LIMITS): number {
    const got = fields[field]
    if (typeof got !== 'number' || !Number.isInteger(got) || got < 1 || got > LIMITS[field]) {
      return fail(field, shortJson(got), `an integer from 1 to ${LIMITS[field]}`)
    }
    return got
  }
  const [dim, heads, hidden] = [size('dim'), size('heads'), size('hidden')]
  if (dim % heads !== 0 || (dim / heads) % 8 !== 0)
    fail('heads', `${heads} for dim ${dim}`, 'dim / heads to be a multiple of 8')
  if (hidden % 8 !== 0) fail('hidden', String(hidden), 'a multiple of 8')
  const prefixAttention = fields['prefixAttention']
  if (prefixAttention !== 'full' && prefixAttention !== 'causal') {
    return fail('prefixAttention', shortJson(prefixAttention), '"full" or "causal"')
  }
  const positions = fields['positions'] ?? 'rotary'
  if (positions !== 'rotary' && positions !== 'none') {
    return fail('positions', shortJson(positions), '"rotary" or "none"')
  }
  const [layers, vocab, context] = [size('layers'), size('vocab'), size('context')]
  return { dim, layers, heads, hidden, vocab, context, prefixAttention, ...(positions === 'none' ? { positions } : {}) }
}

function fail(field: string, got: string, expected: string): never {
  throw new ModelError('CHECKPOINT_CONFIG', 'unusable model config', { got, expected, where: `config.${field}` })
}

function shortJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60)
}
