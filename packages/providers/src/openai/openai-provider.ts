import {
  isProviderError,
  ProviderError,
  type ModelContext,
  type ModelReply,
  type ModelRequest,
  type ModelSample,
  type Provider,
  type ProviderErrorCode,
  type ToolCall,
} from '@espalier/token'
import type { Clock } from '../clock.ts'
import { deadline } from '../http/deadline.ts'
import { textReader } from '../http/read-bytes.ts'
import type { HttpHead, HttpTransport } from '../http/transport.ts'
import { parseJson, redactedCalls, streamReader, type ReadReply } from './read-stream.ts'
import { addCalls, checkReply, finishOf, tokensOf, usageOf } from './reply-schema.ts'
import { wireRequest, type WireOptions } from './request-body.ts'
import { saidBy, statusError } from './server-error.ts'

/** A key, and the only origin that it is ever sent to. */
export interface ApiKey {
  /** `https://api.example.com` */
  readonly origin: string
  readonly key: string
}

export interface OpenAiProviderOptions {
  /** For logs and records. */
  readonly name: string
  /** With the version in it: `https://api.example.com/v1`. */
  readonly baseUrl: string
  /** As the server calls it. */
  readonly model: string
  readonly transport: HttpTransport
  readonly clock: Clock
  readonly apiKey?: ApiKey
  /** Milliseconds for a whole call. Default 120,000. */
  readonly timeoutMs?: number
  /** Milliseconds in which something must come. Default 60,000. */
  readonly idleMs?: number
  /** Bytes of a reply. Default 4 MiB. */
  readonly maxReplyBytes?: number
  /** Default false. */
  readonly sendsCacheKey?: boolean
}

const ERROR_BYTES = 64 * 1024
/** What may be wrong with the text of a refusal. */
const TEXT_FAULTS: readonly ProviderErrorCode[] = ['reply-too-large', 'invalid-utf8', 'reset']
/** What a token has at least, where the server does not count: about English prose. */
const BYTES_PER_TOKEN = 4

/**
 * A model behind the OpenAI-compatible API: chat and completions, whole and streamed. One call is one request: no retries, no fallbacks, no
 * money here. Whatever the server does, the call ends within its limits of bytes and time, with a reply or a ProviderError.
 */
export function openAiProvider(options: OpenAiProviderOptions): Provider {
  const { name, model, transport, clock, apiKey, sendsCacheKey = false } = options
  const { timeoutMs = 120_000, idleMs = 60_000, maxReplyBytes = 4 * 1024 * 1024 } = options
  const base = options.baseUrl.replace(/\/+$/, '')
  const origin = new URL(base).origin
  const headers = {
    'content-type': 'application/json',
    ...(apiKey?.origin === origin ? { authorization: `Bearer ${apiKey.key}` } : {}),
  }
  /** A server that repeats the key in what it says or writes must not carry it into a log. */
  const redact = (text: string): string =>
    apiKey !== undefined && text.includes(apiKey.key) ? text.replaceAll(apiKey.key, '[key]') : text
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
    const limit = deadline(clock, signal, timeoutMs, idleMs)
    const sent = JSON.stringify(body)
    const got: { head: HttpHead | null } = { head: null }
    const refusal = textReader(ERROR_BYTES)
    const reader = onPiece === undefined ? wholeReader() : pieceReader(request, onPiece)
    try {
      const url = new URL(base + path)
      await transport.post({ url, headers, body: sent, signal: limit.signal }, (given) => {
        limit.progress()
        got.head = given
        const { take } = given.status === 200 ? reader : refusal
        return (bytes) => {
          limit.progress()
          take(bytes)
        }
      })
    } catch (error) {
      // What is wrong with the text of a refusal does not matter: its status says enough.
      const isText = isProviderError(error) && TEXT_FAULTS.includes(error.code)
      if (isText && got.head !== null && got.head.status !== 200) throw statusError(got.head, '', clock.wall(), redact)
      throw error
    } finally {
      limit.done()
    }
    if (got.head !== null && got.head.status !== 200) throw statusError(got.head, textOf(refusal), clock.wall(), redact)
    return checked(reader.end(), request, sent.length)
  }

  function wholeReader() {
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
            tokens: tokensOf(choice),
            ...redactedCalls(calls, redact),
          }
        })
        return { samples, usage: usageOf(reply) }
      },
    }
  }

  const pieceReader = ({ samples = 1 }: ModelRequest, onPiece: NonNullable<ModelContext['onPiece']>) =>
    streamReader({ maxBytes: maxReplyBytes, samples, redact }, onPiece, errorIn)

  /** The error that a reply with status 200 is, or a frame in the middle of a stream; null for none. */
  function errorIn(value: unknown): ProviderError | null {
    const said = saidBy(value, redact)
    return said === null ? null : new ProviderError('server-error', `in the reply: ${said.message}`)
  }

  return { name, complete }
}

/** As far as it is text. */
function textOf(refusal: { end(): string }): string {
  try {
    return refusal.end()
  } catch {
    return ''
  }
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
