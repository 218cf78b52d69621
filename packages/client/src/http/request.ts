import type { Signal } from '@espalier/core'
import { PROBLEMS, type ProblemDetails } from '@espalier/protocol'
import { ClientError, isClientError, problemError } from '../transport/client-error.ts'
import type { DelayFn } from '../transport/world.ts'
import { backoffMs } from './backoff.ts'
import type { FetchFn, FetchInit, FetchResponse } from './fetch.ts'

export interface RequestOptions {
  readonly body?: unknown
  readonly bytes?: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: Signal
  /** The request may be sent again when it is not known what became of it. Default: GET and DELETE may. */
  readonly repeatable?: boolean
  readonly keepalive?: boolean
}

export interface Requester {
  json<T>(method: string, path: string, options?: RequestOptions): Promise<T>
  bytes(path: string): Promise<{ readonly bytes: Uint8Array; readonly response: FetchResponse }>
  /** A response whose status is below 400, its body unread; one try. */
  open(method: string, path: string, options?: RequestOptions): Promise<FetchResponse>
}

export interface RequesterOptions {
  readonly baseUrl: string
  readonly fetch: FetchFn
  readonly apiKey?: string
  readonly delay: DelayFn
  readonly random: () => number
}

/** Tries of a repeatable request, the first included. */
const TRIES = 3
const RETRY_BASE_MS = 250

export function createRequester({ baseUrl, fetch: send, apiKey, delay, random }: RequesterOptions): Requester {
  const base = baseUrl.replace(/\/+$/, '')

  async function open(method: string, path: string, options: RequestOptions = {}): Promise<FetchResponse> {
    const response = await answerOf(method, path, options)
    if (response.status >= 400) throw await errorOf(response, `${method} ${path}`)
    return response
  }

  async function answerOf(method: string, path: string, options: RequestOptions): Promise<FetchResponse> {
    const { body, bytes, signal, keepalive } = options
    const headers: Record<string, string> = { accept: 'application/json', ...options.headers }
    if (apiKey !== undefined) headers['authorization'] = `Bearer ${apiKey}`
    if (body !== undefined) headers['content-type'] = 'application/json'
    const content = body === undefined ? (bytes as Uint8Array<ArrayBuffer> | undefined) : JSON.stringify(body)
    const init: FetchInit = {
      method,
      headers,
      ...(content === undefined ? {} : { body: content }),
      ...(signal === undefined ? {} : { signal }),
      ...(keepalive === undefined ? {} : { keepalive }),
    }
    try {
      return await send(base + path, init)
    } catch (cause) {
      throw lostError(`${method} ${path}`, signal, cause)
    }
  }

  /** The request with its answer read, tried again as long as that may help. */
  async function settled<T>(
    method: string,
    path: string,
    options: RequestOptions,
    read: (response: FetchResponse) => Promise<T>,
  ): Promise<T> {
    const repeatable = options.repeatable ?? (method === 'GET' || method === 'DELETE')
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await open(method, path, options)
        return await read(response).catch((cause: unknown) => {
          throw isClientError(cause) ? cause : lostError(`${method} ${path}`, options.signal, cause)
        })
      } catch (error) {
        if (!repeatable || attempt >= TRIES || !isClientError(error) || !error.retryable) throw error
        await delay(Math.max(error.retryAfterMs ?? 0, backoffMs(attempt, RETRY_BASE_MS, random)), options.signal)
      }
    }
  }

  return {
    open,
    json: <T>(method: string, path: string, options: RequestOptions = {}): Promise<T> =>
      settled(method, path, options, async (response) => {
        const value = parseObject(await response.text())
        if (value === null) throw notOurs(`${method} ${path}`, response.status, 'expected a JSON object')
        return value as T
      }),
    bytes: (path) =>
      settled('GET', path, { headers: { accept: '*/*' } }, async (response) => ({
        bytes: new Uint8Array(await response.arrayBuffer()),
        response,
      })),
  }
}

function lostError(request: string, signal: Signal | undefined, cause: unknown): ClientError {
  return signal?.aborted === true
    ? new ClientError('aborted', `${request}: called off`, { cause })
    : new ClientError('unreachable', `${request}: no answer came`, { cause })
}

function notOurs(request: string, status: number, fault: string): ClientError {
  return new ClientError('invalid-response', `${request}: status ${status}, ${fault}`, { status })
}

/** What a refusal says; one that is no problem of ours (a proxy's, say) keeps its status. */
async function errorOf(response: FetchResponse, request: string): Promise<ClientError> {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const retryAfterMs = seconds >= 0 && seconds <= 3600 ? seconds * 1000 : null
  const body = parseObject(await response.text().catch(() => ''))
  const code = body?.['code']
  if (typeof code === 'string' && code in PROBLEMS) return problemError(body as unknown as ProblemDetails, retryAfterMs)
  return notOurs(request, response.status, 'expected a problem of this protocol')
}

function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}
