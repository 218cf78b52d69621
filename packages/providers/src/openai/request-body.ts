import type { ChatMessage, ModelRequest } from '@espalier/token'

/** How a server wants to be asked. */
export interface WireOptions {
  readonly model: string
  /** Name of the field that bounds a chat reply. Newer OpenAI models take only the second. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens'
  /** Whether `prompt_cache_key` is sent along. Servers that do not know it may refuse it. */
  readonly sendsCacheKey: boolean
}

/** Path below the base URL, and body, of a call. What a request leaves open is left out. */
export function wireRequest(
  request: ModelRequest,
  options: WireOptions,
  isStream: boolean,
): { readonly path: string; readonly body: Readonly<Record<string, unknown>> } {
  const { input, maxTokens, samples = 1, temperature, topP, stop, seed, schema, cacheKey, tools = [] } = request
  const likely = request.logProbabilities === true ? { alternatives: request.alternatives ?? 0 } : null
  const common = {
    model: options.model,
    ...(samples > 1 ? { n: samples } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(stop === undefined || stop.length === 0 ? {} : { stop }),
    ...(seed === undefined ? {} : { seed }),
    ...(cacheKey !== undefined && options.sendsCacheKey ? { prompt_cache_key: cacheKey } : {}),
    ...(isStream ? { stream: true, stream_options: { include_usage: true } } : {}),
  }
  if (input.type === 'text') {
    const body = {
      ...common,
      prompt: input.prompt,
      max_tokens: maxTokens,
      ...(likely === null ? {} : { logprobs: Math.max(1, likely.alternatives) }),
    }
    return { path: '/completions', body }
  }
  const format = schema && {
    type: 'json_schema',
    json_schema: { name: schema.name, schema: schema.schema, strict: true },
  }
  const body = {
    ...common,
    messages: input.messages.map(wireMessage),
    [options.maxTokensField]: maxTokens,
    ...(likely === null ? {} : { logprobs: true }),
    ...(likely === null || likely.alternatives === 0 ? {} : { top_logprobs: likely.alternatives }),
    ...(tools.length === 0 ? {} : { tools: tools.map((tool) => ({ type: 'function', function: tool })) }),
    ...(format === undefined ? {} : { response_format: format }),
  }
  return { path: '/chat/completions', body }
}

function wireMessage({ role, content }: ChatMessage): Readonly<Record<string, unknown>> {
  if (typeof content === 'string') return { role, content }
  const parts = content.map((part) =>
    part.type === 'text' ? part : { type: 'image_url', image_url: { url: part.url } },
  )
  return { role, content: parts }
}
