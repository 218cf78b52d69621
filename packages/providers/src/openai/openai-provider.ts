import {
  isProviderError,
  ProviderError,
  type ModelContext,
  type ModelReply,
  type ModelRequest,
  type ModelSample,
  type Provider,
} from '@espalier/token'
import type { Clock } from '../clock.ts'
import { deadline } from '../http/deadline.ts'
import { readText } from '../http/read-bytes.ts'
import type { HttpReply, HttpTransport } from '../http/transport.ts'
import { parseJson, readStream, type ReadReply } from './read-stream.ts'
import { checkReply, finishOf, tokensOf, usageOf } from './reply-schema.ts'
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
    try {
      const sent = JSON.stringify(body)
      const reply = await transport.post({ url: new URL(base + path), headers, body: sent, signal: limit.signal })
      limit.progress()
      if (reply.status !== 200) throw await refusal(reply)
      const watched = watch(reply.body, limit.progress)
      const read = onPiece === undefined ? await readWhole(watched) : await readPieces(watched, request, onPiece)
      return checked(read, request, sent.length)
    } finally {
      limit.done()
    }
  }

  async function readWhole(body: AsyncIterable<Uint8Array>): Promise<ReadReply> {
    const value = parseJson(await readText(body, maxReplyBytes))
    const error = errorIn(value)
    if (error !== null) throw error
    const reply = checkReply(value)
    const samples = reply.choices.map((choice): ModelSample => ({
      text: redact(choice.message?.content ?? choice.text ?? ''),
      finish: finishOf(choice.finish_reason),
      tokens: tokensOf(choice),
    }))
    return { samples, usage: usageOf(reply) }
  }

  const readPieces = (
    body: AsyncIterable<Uint8Array>,
    { samples = 1 }: ModelRequest,
    onPiece: NonNullable<ModelContext['onPiece']>,
  ): Promise<ReadReply> => readStream(body, { maxBytes: maxReplyBytes, samples, redact }, onPiece, errorIn)

  async function refusal(reply: HttpReply): Promise<ProviderError> {
    const text = await readText(reply.body, ERROR_BYTES).catch((error: unknown) => {
      // What else went wrong with the text of an error does not matter: its status says enough.
      if (isProviderError(error) && error.code !== 'timeout' && error.code !== 'called-off') return ''
      throw error
    })
    return statusError(reply, text, clock.wall(), redact)
  }

  /** The error that a reply with status 200 is, or a frame in the middle of a stream; null for none. */
  function errorIn(value: unknown): ProviderError | null {
    const said = saidBy(value, redact)
    return said === null ? null : new ProviderError('server-error', `in the reply: ${said.message}`)
  }

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
  if (samples.every(({ text }) => text === ''))
    throw new ProviderError('empty-reply', 'the reply has no text', { usage: counted })
  return { samples, usage: counted }
}

async function* watch(body: AsyncIterable<Uint8Array>, progress: () => void): AsyncGenerator<Uint8Array> {
  for await (const bytes of body) {
    progress()
    yield bytes
  }
}
