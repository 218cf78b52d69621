import {
  isProviderError,
  ProviderError,
  type ModelContext,
  type ModelReply,
  type ModelRequest,
  type ModelSample,
  type Provider,
  type ToolCall,
} from '@espalier/token'
import { exchangeWith, type ExchangeOptions } from '../http/exchange.ts'
import { textReader } from '../http/read-bytes.ts'
import { parseJson, redactedCalls, streamReader, type ReadReply } from './read-stream.ts'
import { addCalls, checkReply, finishOf, tokensOf, usageOf } from './reply-schema.ts'
import { wireRequest, type WireOptions } from './request-body.ts'

export interface OpenAiProviderOptions extends ExchangeOptions {
  /** For logs and records. */
  readonly name: string
  /** As the server calls it. */
  readonly model: string
  /** Bytes of a reply. Default 4 MiB. */
  readonly maxReplyBytes?: number
  /** Default false. */
  readonly sendsCacheKey?: boolean
}

/** What a token has at least, where the server does not count: about English prose. */
const BYTES_PER_TOKEN = 4

/**
 * A model behind the OpenAI-compatible API: chat and completions, whole and streamed. One call is one request: no retries, no fallbacks, no
 * money here. Whatever the server does, the call ends within its limits of bytes and time, with a reply or a ProviderError.
 */
export function openAiProvider(options: OpenAiProviderOptions): Provider {
  const { name, model, sendsCacheKey = false, maxReplyBytes = 4 * 1024 * 1024 } = options
  const { redact, errorIn, post } = exchangeWith(options)
  let wire: WireOptions = { model, maxTokensField: 'max_tokens', sendsCacheKey }

  async function complete(request: ModelRequest, context: ModelContext): Promise<ModelReply> {
    try {
      return await attempt(request, context)
    } catch (error) {
      if (!isProviderError(error)) throw error
      const isOtherField = error.code === 'bad-request' && error.message.includes('max_completion_tokens')
      if (!isOtherField || wire.maxTokensField === 'max_completion_tokens') throw error
      wire = { ...wire, maxTokensField: 'max_completion_tokens' }
      return attempt(request, context)
    }
  }

  async function attempt(request: ModelRequest, { signal, onPiece }: ModelContext): Promise<ModelReply> {
    const { path, body } = wireRequest(request, wire, onPiece !== undefined)
    const sent = JSON.stringify(body)
    const reader = onPiece === undefined ? wholeReader(request) : pieceReader(request, onPiece)
    return checked(await post(path, sent, signal, reader), request, sent.length)
  }

  function wholeReader({ alternatives = 0 }: ModelRequest) {
    const text = textReader(maxReplyBytes)
    return {
      take: text.take,
      end: (): ReadReply => {
        const value = parseJson(text.end())
        const error = errorIn(value)
        if (error !== null) throw error
        const reply = checkReply(value)
        const samples = reply.choices.map((choice): ModelSample => {
          const calls: ToolCall[] = []
          addCalls(calls, choice)
          return {
            text: redact(choice.message?.content ?? choice.text ?? ''),
            finish: finishOf(choice.finish_reason),
            tokens: tokensOf(choice, alternatives),
            ...redactedCalls(calls, redact),
          }
        })
        return { samples, usage: usageOf(reply) }
      },
    }
  }

  const pieceReader = (
    { samples = 1, alternatives = 0 }: ModelRequest,
    onPiece: NonNullable<ModelContext['onPiece']>,
  ) => streamReader({ maxBytes: maxReplyBytes, samples, alternatives, redact }, onPiece, errorIn)

  return { name, complete }
}

function checked({ samples, usage }: ReadReply, { samples: asked = 1 }: ModelRequest, sentBytes: number): ModelReply {
  if (samples.length > asked)
    throw new ProviderError('wrong-schema', `the reply has ${samples.length} choices, ${asked} were asked for`)
  const counted = usage ?? {
    calls: 1,
    promptTokens: Math.ceil(sentBytes / BYTES_PER_TOKEN),
    completionTokens: samples.reduce(
      (sum, { text, tokens }) => sum + (tokens?.length ?? Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)),
      0,
    ),
    isEstimate: true,
  }
  if (samples.every(({ text, calls = [] }) => text === '' && calls.length === 0))
    throw new ProviderError('empty-reply', 'the reply has no text', { usage: counted })
  return { samples, usage: counted }
}
