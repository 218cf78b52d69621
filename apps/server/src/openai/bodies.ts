import * as z from 'zod'
import { budgetSchema, jsonSchema, traceLevelSchema } from '@espalier/protocol'
import type { ChatMessage, ModelRequest } from '@espalier/token'

const text = (limit: number) => z.string().max(limit)
const MAX_TEXT = 1_000_000

/** Text as it is, or as parts of which all are text. */
const content = z
  .union([
    text(MAX_TEXT),
    z.array(z.object({ type: z.enum(['text', 'input_text', 'output_text']), text: text(MAX_TEXT) })),
  ])
  .transform((given) => (typeof given === 'string' ? given : given.map((part) => part.text).join('')))

const message = z.object({
  role: z
    .enum(['system', 'developer', 'user', 'assistant'])
    .transform((role) => (role === 'developer' ? 'system' : role)),
  content,
})

/** Of a search: `extra_body` in Python, a field of its own elsewhere. */
const search = z
  .strictObject({
    budget: budgetSchema.optional(),
    options: z.record(z.string().max(60), z.union([z.number(), z.string().max(60)])).optional(),
    concurrency: z.int().min(1).max(4096).optional(),
    progress: z.boolean().optional(),
    trace: traceLevelSchema.optional(),
  })
  .optional()

const nullable = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value): z.output<T> | undefined => (value === null ? undefined : value))
const never = (why: string) => z.union([z.null(), z.array(z.never())], why).optional()

const common = {
  model: z.string().min(1).max(200),
  stream: nullable(z.boolean()),
  temperature: nullable(z.number().min(0).max(2)),
  top_p: nullable(z.number().gt(0).max(1)),
  search,
}
const sampling = {
  n: nullable(z.int().min(1).max(128)),
  stop: nullable(z.union([z.string(), z.array(z.string()).max(16)])),
  seed: nullable(z.int()),
  stream_options: nullable(z.object({ include_usage: z.boolean().optional() })),
}
const format = z.union([
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: z.object({ name: z.string(), schema: jsonSchema.optional() }),
  }),
])

/** Likeliest tokens of a place that may be asked for. */
const likeliest = z.int().min(0).max(20)

export const chatBody = z
  .looseObject({
    ...common,
    ...sampling,
    messages: z.array(message).min(1).max(1000),
    max_tokens: nullable(z.int().min(1)),
    max_completion_tokens: nullable(z.int().min(1)),
    logprobs: nullable(z.boolean()),
    top_logprobs: nullable(likeliest),
    response_format: nullable(format),
    tools: never('tools are not supported'),
    functions: never('functions are not supported'),
  })
  .refine(({ logprobs, top_logprobs: top }) => top === undefined || logprobs === true, {
    path: ['top_logprobs'],
    error: 'expected logprobs: true beside it',
  })

export const completionBody = z.looseObject({
  ...common,
  ...sampling,
  prompt: z
    .union([text(MAX_TEXT), z.array(text(MAX_TEXT)).length(1)], 'expected one text')
    .transform((given) => (typeof given === 'string' ? given : given[0]!)),
  max_tokens: nullable(z.int().min(1)),
  // OpenAI takes 5 at most; other servers, and our client, more.
  logprobs: nullable(likeliest),
  echo: nullable(z.literal(false, 'echo is not supported')),
  suffix: nullable(z.literal('', 'suffix is not supported')),
})

export const responsesBody = z.looseObject({
  ...common,
  input: z.union([text(MAX_TEXT), z.array(message).min(1).max(1000)]),
  instructions: nullable(text(MAX_TEXT)),
  max_output_tokens: nullable(z.int().min(1)),
  include: nullable(z.array(text(100)).max(20)),
  top_logprobs: nullable(likeliest),
  background: nullable(z.literal(false, 'background is not supported')),
  previous_response_id: nullable(z.never('previous_response_id is not supported')),
  tools: never('tools are not supported'),
})

export type ChatBody = z.infer<typeof chatBody>
export type CompletionBody = z.infer<typeof completionBody>
export type ResponsesBody = z.infer<typeof responsesBody>
export type SearchField = z.infer<typeof search>

/** Tokens of a sample where a request sets no limit. */
const DEFAULT_TOKENS = 4096

export function chatRequest(body: ChatBody): ModelRequest {
  const { messages, response_format: wanted, n, seed, stop, temperature, top_p: topP } = body
  const schema =
    wanted?.type === 'json_schema' && wanted.json_schema.schema !== undefined
      ? { name: wanted.json_schema.name, schema: wanted.json_schema.schema }
      : undefined
  return {
    input: { type: 'chat', messages },
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? DEFAULT_TOKENS,
    ...settings({ n, seed, stop, temperature, topP }),
    ...probabilities(body.logprobs === true, body.top_logprobs),
    ...(schema === undefined ? {} : { schema }),
  }
}

export function completionRequest(body: CompletionBody): ModelRequest {
  const { prompt, n, seed, stop, temperature, top_p: topP, logprobs } = body
  return {
    input: { type: 'text', prompt },
    maxTokens: body.max_tokens ?? 16,
    ...settings({ n, seed, stop, temperature, topP }),
    ...probabilities(logprobs !== undefined, logprobs),
  }
}

export function responsesRequest(body: ResponsesBody): ModelRequest {
  const { input, instructions, temperature, top_p: topP } = body
  const messages: readonly ChatMessage[] = typeof input === 'string' ? [{ role: 'user', content: input }] : input
  const system: readonly ChatMessage[] = instructions === undefined ? [] : [{ role: 'system', content: instructions }]
  return {
    input: { type: 'chat', messages: [...system, ...messages] },
    maxTokens: body.max_output_tokens ?? DEFAULT_TOKENS,
    ...settings({ temperature, topP }),
    ...probabilities(wantsLogprobs(body), body.top_logprobs),
  }
}

const LOGPROBS = 'message.output_text.logprobs'

/** The Responses API asks for log-probabilities by what is to be included; whoever wants the likeliest tokens wants them too. */
export const wantsLogprobs = ({ include = [], top_logprobs: top = 0 }: ResponsesBody): boolean =>
  include.includes(LOGPROBS) || top > 0

function probabilities(wanted: boolean, alternatives = 0): Partial<ModelRequest> {
  if (!wanted) return {}
  return { logProbabilities: true, ...(alternatives > 0 ? { alternatives } : {}) }
}

interface Settings {
  readonly n?: number | undefined
  readonly seed?: number | undefined
  readonly stop?: string | readonly string[] | undefined
  readonly temperature?: number | undefined
  readonly topP?: number | undefined
}

function settings({ n, seed, stop, temperature, topP }: Settings): Partial<ModelRequest> {
  return {
    ...(n === undefined ? {} : { samples: n }),
    ...(seed === undefined ? {} : { seed: seed & 0x7fffffff }),
    ...(stop === undefined ? {} : { stop: typeof stop === 'string' ? [stop] : stop }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
  }
}

/** How a sample is written. A search has its own way to write steps, and its answer is a line of them. */
const NOT_FOR_SEARCHES = [
  'temperature',
  'top_p',
  'stop',
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'logprobs',
  'top_logprobs',
]

/** Names of the fields that change nothing: the server says so, rather than change what was meant in silence. */
export function ignoredFields(
  body: Readonly<Record<string, unknown>>,
  known: z.ZodObject,
  isSearch: boolean,
): readonly string[] {
  const unknown = Object.keys(body).filter((field) => !(field in known.shape))
  const unheeded = isSearch ? NOT_FOR_SEARCHES.filter((field) => field in known.shape && isSet(body[field])) : []
  const { type = 'text' } = (body['response_format'] ?? {}) as { readonly type?: string }
  const heeded = isSearch ? ['text'] : ['text', 'json_schema']
  const format = 'response_format' in known.shape && !heeded.includes(type) ? ['response_format'] : []
  const included = (Array.isArray(body['include']) ? body['include'] : []) as readonly unknown[]
  const include = 'include' in known.shape && included.some((part) => isSearch || part !== LOGPROBS) ? ['include'] : []
  return [...unknown, ...unheeded, ...format, ...include]
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== false
