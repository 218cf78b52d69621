import { isProviderError, ProviderError, type ProviderErrorCode } from '@espalier/token'
import { Agent } from 'undici'
import { guardedConnect, type LookupFn } from './guarded-connect.ts'
import type { HttpReply, HttpTransport } from './transport.ts'

export interface UndiciTransportOptions {
  /** Whether addresses that are not public may be connected to. Default false. */
  readonly allowPrivateAddresses?: boolean
  /** Connections to one origin, at most. Default 256. */
  readonly connections?: number
  /** How names are looked up where private addresses are forbidden. Default: the system's way. */
  readonly lookup?: LookupFn
}

/** Far beyond any header that a model server sends. */
const MAX_HEADER_BYTES = 64 * 1024

/** HTTP/1.1 with connections that are kept. Time limits are the caller's, by the signal. */
export function undiciTransport(options: UndiciTransportOptions = {}): HttpTransport {
  const { allowPrivateAddresses = false, connections = 256, lookup } = options
  const agent = new Agent({
    connections,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(allowPrivateAddresses ? {} : { connect: guardedConnect(lookup) }),
  })
  return {
    post: async ({ url, headers, body, signal }) => {
      try {
        const reply = await agent.request({
          origin: url.origin,
          path: url.pathname + url.search,
          method: 'POST',
          headers,
          body,
          signal,
        })
        return {
          status: reply.statusCode,
          header: (name) => headerOf(reply.headers[name]),
          body: bytesOf(reply.body, signal),
        } satisfies HttpReply
      } catch (error) {
        throw failureOf(error, signal)
      }
    },
    close: () => agent.destroy(),
  }
}

function headerOf(value: string | readonly string[] | undefined): string | null {
  return typeof value === 'string' ? value : (value?.[0] ?? null)
}

async function* bytesOf(body: AsyncIterable<unknown>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk as Uint8Array
  } catch (error) {
    throw failureOf(error, signal)
  }
}

const CODES: Readonly<Record<string, ProviderErrorCode>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'refused',
  EAI_AGAIN: 'refused',
  ETIMEDOUT: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
}

/** What broke a connection, in our words: codes only, since messages of the platform may quote what was sent. */
function failureOf(error: unknown, signal: AbortSignal): Error {
  if (isProviderError(error)) return error
  if (signal.aborted) return signal.reason as Error
  const { code = 'unknown' } = error as { readonly code?: string }
  const kind = CODES[code] ?? 'reset'
  const what =
    kind === 'refused' ? 'no connection' : kind === 'timeout' ? 'no connection in time' : 'the connection broke'
  return new ProviderError(kind, `${what} (${code})`)
}
