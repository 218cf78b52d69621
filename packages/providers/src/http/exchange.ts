import { isProviderError, ProviderError, type ProviderErrorCode } from '@espalier/token'
import type { Clock } from '../clock.ts'
import { saidBy, statusError, type RedactFn } from '../openai/server-error.ts'
import { deadline } from './deadline.ts'
import { textReader } from './read-bytes.ts'
import type { HttpHead, HttpTransport, TakeBytesFn } from './transport.ts'

/** A key, and the only origin that it is ever sent to. */
export interface ApiKey {
  /** `https://api.example.com` */
  readonly origin: string
  readonly key: string
}

export interface ExchangeOptions {
  /** With the version in it: `https://api.example.com/v1`. */
  readonly baseUrl: string
  readonly transport: HttpTransport
  readonly clock: Clock
  readonly apiKey?: ApiKey
  /** Milliseconds for a whole call. Default 120,000. */
  readonly timeoutMs?: number
  /** Milliseconds in which something must come. Default 60,000. */
  readonly idleMs?: number
}

/** Takes the body of a reply with status 200, and makes something of it at its end. */
export interface BodyReader<T> {
  readonly take: TakeBytesFn
  end(): T
}

export interface Exchange {
  /** Takes the key out of what must not hold it: a server may repeat it in what it says or writes. */
  readonly redact: RedactFn
  /** The error of OpenAI's form that a reply with status 200 is, or a frame in the middle of a stream; null for none. */
  readonly errorIn: (value: unknown) => ProviderError | null
  /** Sends one POST and reads its reply. Ends within the limits of time, with what the reader makes of it or a ProviderError. */
  readonly post: <T>(path: string, body: string, signal: AbortSignal, reader: BodyReader<T>) => Promise<T>
}

const ERROR_BYTES = 64 * 1024
/** What may be wrong with the text of a refusal. */
const TEXT_FAULTS: readonly ProviderErrorCode[] = ['reply-too-large', 'invalid-utf8', 'reset']

/** Calls of one server: its key to its own origin only, limits of time, and refusals as errors. */
export function exchangeWith(options: ExchangeOptions): Exchange {
  const { transport, clock, apiKey, timeoutMs = 120_000, idleMs = 60_000 } = options
  const base = options.baseUrl.replace(/\/+$/, '')
  const origin = new URL(base).origin
  const headers = {
    'content-type': 'application/json',
    ...(apiKey?.origin === origin ? { authorization: `Bearer ${apiKey.key}` } : {}),
  }
  const redact = (text: string): string =>
    apiKey !== undefined && text.includes(apiKey.key) ? text.replaceAll(apiKey.key, '[key]') : text
  const refused = (head: HttpHead, text: string): ProviderError => statusError(head, text, clock.wall(), redact)

  return {
    redact,
    errorIn: (value) => {
      const said = saidBy(value, redact)
      return said === null ? null : new ProviderError('server-error', `in the reply: ${said.message}`)
    },
    async post(path, body, signal, reader) {
      const limit = deadline(clock, signal, timeoutMs, idleMs)
      const got: { head: HttpHead | null } = { head: null }
      const refusal = textReader(ERROR_BYTES)
      try {
        const url = new URL(base + path)
        await transport.post({ url, headers, body, signal: limit.signal }, (given) => {
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
        if (isText && got.head !== null && got.head.status !== 200) throw refused(got.head, '')
        throw error
      } finally {
        limit.done()
      }
      if (got.head !== null && got.head.status !== 200) throw refused(got.head, textOf(refusal))
      return reader.end()
    },
  }
}

/** As far as it is text. */
function textOf(refusal: { end(): string }): string {
  try {
    return refusal.end()
  } catch {
    return ''
  }
}
