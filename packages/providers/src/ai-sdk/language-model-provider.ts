import {
  APICallError,
  isJSONObject,
  type LanguageModelV3,
  type LanguageModelV3CallOptions,
  type LanguageModelV3FinishReason,
  type LanguageModelV3FunctionTool,
  type LanguageModelV3Message,
  type LanguageModelV3Usage,
  type SharedV3ProviderOptions,
} from '@ai-sdk/provider'
import {
  isProviderError,
  ProviderError,
  textOfContent,
  type ContentPart,
  type FinishReason,
  type ModelContext,
  type ModelReply,
  type ModelRequest,
  type ModelUsage,
  type Provider,
  type ProviderErrorCode,
  type ToolCall,
  type ToolSpec,
} from '@espalier/token'
import { guardedProvider, type GuardOptions } from '../guarded-provider.ts'
import { deadline } from '../http/deadline.ts'
import { systemClock } from '../platform.ts'

export interface LanguageModelOptions extends GuardOptions {
  /** For logs and records. Default: model and provider as the AI SDK names them. */
  readonly name?: string
  /** Milliseconds for a whole call. Default 120,000. */
  readonly timeoutMs?: number
  /** Settings of the AI SDK's provider, sent with every call: prompt caching of Anthropic, for one. */
  readonly providerOptions?: SharedV3ProviderOptions
  /** Texts that must not get into errors, such as the key. */
  readonly secrets?: readonly string[]
}

/**
 * Any model of the AI SDK as a provider. It has no log-probabilities and no samples at once there; both fall back. Bytes and addresses are
 * guarded where the model was made with `guardedFetch`.
 */
export function languageModelProvider(model: LanguageModelV3, options: LanguageModelOptions = {}): Provider {
  const { name = `${model.modelId}@${model.provider}`, timeoutMs = 120_000, providerOptions, secrets = [] } = options
  const { clock = systemClock } = options
  const raw: Provider = {
    name,
    complete: async (request, context) => {
      const limit = deadline(clock, context.signal, timeoutMs, timeoutMs)
      try {
        const call = { ...callOf(request), abortSignal: limit.signal, ...(providerOptions && { providerOptions }) }
        return await (context.onPiece === undefined ? whole(model, call) : streamed(model, call, context.onPiece))
      } catch (error) {
        if (limit.signal.aborted) throw limit.signal.reason
        throw failureOf(error, secrets)
      } finally {
        limit.done()
      }
    },
  }
  return guardedProvider(raw, {
    cannot: ['samples', 'alternatives', 'logProbabilities', 'text'],
    ...options,
    clock,
  })
}

function callOf(request: ModelRequest): LanguageModelV3CallOptions {
  const { input, maxTokens, temperature, topP, stop, seed, schema, tools = [] } = request
  const messages = input.type === 'text' ? [{ role: 'user' as const, content: input.prompt }] : input.messages
  const { schema: form, name } = schema ?? {}
  return {
    prompt: messages.map(({ role, content }) => {
      if (role === 'system') return { role, content: textOfContent(content) }
      if (role === 'assistant') return { role, content: [{ type: 'text', text: textOfContent(content) }] }
      return { role, content: typeof content === 'string' ? [{ type: 'text', text: content }] : content.map(partOf) }
    }),
    maxOutputTokens: maxTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(stop === undefined ? {} : { stopSequences: [...stop] }),
    ...(seed === undefined ? {} : { seed }),
    ...(isJSONObject(form) && name !== undefined ? { responseFormat: { type: 'json', schema: form, name } } : {}),
    ...(tools.length === 0 ? {} : { tools: tools.map(toolOf) }),
  }
}

type UserPart = Extract<LanguageModelV3Message, { readonly role: 'user' }>['content'][number]

function partOf(part: ContentPart): UserPart {
  if (part.type === 'text') return part
  const [, mediaType, data] = /^data:([^;,]+);base64,(.*)$/s.exec(part.url) ?? []
  if (mediaType !== undefined && data !== undefined) return { type: 'file', mediaType, data }
  return { type: 'file', mediaType: 'image/*', data: new URL(part.url) }
}

const toolOf = ({ name, description, parameters }: ToolSpec): LanguageModelV3FunctionTool => ({
  type: 'function',
  name,
  description,
  inputSchema: isJSONObject(parameters) ? parameters : {},
})

async function whole(model: LanguageModelV3, call: LanguageModelV3CallOptions): Promise<ModelReply> {
  const { content, finishReason, usage } = await model.doGenerate(call)
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('')
  const calls = content.flatMap((part) =>
    part.type === 'tool-call' ? [{ name: part.toolName, arguments: part.input }] : [],
  )
  return replyOf(text, calls, finishReason, usage)
}

async function streamed(
  model: LanguageModelV3,
  call: LanguageModelV3CallOptions,
  onPiece: NonNullable<ModelContext['onPiece']>,
): Promise<ModelReply> {
  const { stream } = await model.doStream(call)
  const reader = stream.getReader()
  let text = ''
  const calls: ToolCall[] = []
  try {
    for (;;) {
      const { done, value: part } = await reader.read()
      if (done) throw new ProviderError('truncated', 'the stream ended in the middle of the reply')
      if (part.type === 'error') throw part.error
      if (part.type === 'finish') return replyOf(text, calls, part.finishReason, part.usage)
      if (part.type === 'tool-call') calls.push({ name: part.toolName, arguments: part.input })
      if (part.type !== 'text-delta') continue
      text += part.delta
      onPiece({ sample: 0, text: part.delta, tokens: null })
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

function replyOf(
  text: string,
  calls: readonly ToolCall[],
  { unified }: LanguageModelV3FinishReason,
  told: LanguageModelV3Usage,
): ModelReply {
  const { total, cacheRead } = told.inputTokens
  const usage: ModelUsage = {
    calls: 1,
    promptTokens: total ?? 0,
    completionTokens: told.outputTokens.total ?? Math.ceil(Buffer.byteLength(text) / 4),
    ...(cacheRead === undefined ? {} : { cachedTokens: cacheRead }),
    ...(total === undefined || told.outputTokens.total === undefined ? { isEstimate: true as const } : {}),
  }
  if (text === '' && calls.length === 0) throw new ProviderError('empty-reply', 'the reply has no text', { usage })
  const asked = calls.length === 0 ? {} : { calls }
  return { samples: [{ text, finish: FINISHES[unified] ?? 'stop', tokens: null, ...asked }], usage }
}

const FINISHES: Readonly<Partial<Record<string, FinishReason>>> = { length: 'length', 'content-filter': 'filtered' }

/** What the AI SDK threw, in our words. */
function failureOf(error: unknown, secrets: readonly string[]): ProviderError {
  const own = causesOf(error).find(isProviderError)
  if (own !== undefined) return own
  const said = error instanceof Error ? error.message : 'an error without words'
  const message = secrets.reduce((text, secret) => text.replaceAll(secret, '[key]'), said).slice(0, 300)
  if (!APICallError.isInstance(error)) return new ProviderError('wrong-schema', message)
  const { statusCode: status, responseHeaders = {} } = error
  if (status === undefined) return new ProviderError('reset', message)
  const seconds = Number(responseHeaders['retry-after'] ?? Number.NaN)
  return new ProviderError(codeOf(status), `HTTP ${status}: ${message}`, {
    ...(status === 200 ? {} : { status }),
    ...(seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}),
  })
}

function codeOf(status: number): ProviderErrorCode {
  if (status >= 500) return 'server-error'
  if (status === 429) return 'rate-limited'
  if (status === 401 || status === 403) return 'unauthorized'
  return status === 200 ? 'wrong-schema' : 'bad-request'
}

/** What was thrown, and what that was thrown for: the guards of `guardedFetch` are somewhere in there. */
function causesOf(error: unknown): readonly unknown[] {
  const causes = [error]
  for (let next = error; next instanceof Error && causes.length < 8; next = next.cause) causes.push(next.cause)
  return causes
}
