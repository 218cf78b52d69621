import { ModelError } from '@espalier/models'

/** What `contract.json` says about an exported model; `packages/models/ONNX_CONTRACT.md` describes the files. */
export interface ThoughtContract {
  readonly name: string
  /** Width of a hidden state; a multiple of `heads`. */
  readonly dim: number
  readonly layers: number
  readonly heads: number
  /** Most positions in one sequence. */
  readonly context: number
  /** Number of tokens. */
  readonly vocab: number
  /** Names of the tokenizer's files beside the contract; may be empty. */
  readonly tokenizer: readonly string[]
  /** Ids of tokens with a meaning of their own; null for those that the model does not have. */
  readonly tokens: Readonly<Record<SpecialToken, number | null>>
  /** Whether a hidden state goes through a projector before it is an input again (CODI). It lies in the graph. */
  readonly projector: boolean
  /** Whether the tables have a value head. */
  readonly valueHead: boolean
}

/** Where thinking begins, where it ends, what stands for a thought in training data, and the end of an answer. */
type SpecialToken = 'bot' | 'eot' | 'latent' | 'eos'

const SPECIAL: readonly SpecialToken[] = ['bot', 'eot', 'latent', 'eos']
const KIND = 'espalier/thought-step'
const VERSION = 1
const LIMITS = { dim: 16_384, layers: 512, heads: 512, context: 1_048_576, vocab: 1_048_576 } as const

/** Reads `contract.json`. Throws `CHECKPOINT_CONFIG` naming the field that is missing or out of range. */
export function readContract(json: string): ThoughtContract {
  const fields = parse(json)
  const { contract, version, name, tokenizer, projector, valueHead } = fields
  if (contract !== KIND) return fail('contract', contract, JSON.stringify(KIND))
  if (version !== VERSION) return fail('version', version, String(VERSION))
  if (typeof name !== 'string' || name === '') return fail('name', name, 'a name')
  if (!Array.isArray(tokenizer) || !tokenizer.every((file): file is string => typeof file === 'string'))
    return fail('tokenizer', tokenizer, 'a list of file names')
  if (typeof projector !== 'boolean') return fail('projector', projector, 'true or false')
  if (typeof valueHead !== 'boolean') return fail('valueHead', valueHead, 'true or false')
  const size = (field: keyof typeof LIMITS): number => {
    const got = fields[field]
    return isWhole(got, 1, LIMITS[field]) ? got : fail(field, got, `a whole number from 1 to ${LIMITS[field]}`)
  }
  const [dim, layers, heads, vocab] = [size('dim'), size('layers'), size('heads'), size('vocab')]
  if (dim % heads !== 0) return fail('heads', heads, `a divisor of dim, which is ${dim}`)
  const tokens = readTokens(fields['tokens'], vocab)
  return { name, dim, layers, heads, context: size('context'), vocab, tokenizer, tokens, projector, valueHead }
}

function readTokens(value: unknown, vocab: number): ThoughtContract['tokens'] {
  if (!isRecord(value)) return fail('tokens', value, 'an object')
  const id = (key: SpecialToken): number | null => {
    const got = value[key] ?? null
    if (got === null || isWhole(got, 0, vocab - 1)) return got
    return fail(`tokens.${key}`, got, `null or a token of the vocabulary, 0 to ${vocab - 1}`)
  }
  return Object.fromEntries(SPECIAL.map((key) => [key, id(key)])) as ThoughtContract['tokens']
}

function parse(json: string): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return fail('', json.slice(0, 40), 'JSON')
  }
  return isRecord(value) ? value : fail('', value, 'a JSON object')
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isWhole(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
}

function fail(field: string, got: unknown, expected: string): never {
  const where = field === '' ? 'contract.json' : `contract.json, ${field}`
  const short = (JSON.stringify(got) ?? 'nothing').slice(0, 60)
  throw new ModelError('CHECKPOINT_CONFIG', 'unusable contract', { got: short, expected, where })
}
