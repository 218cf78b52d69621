import type { ProblemDetails } from '@espalier/protocol'
import { ClientError, type ClientErrorCode } from '../transport/client-error.ts'
import type { SearchTransport, StreamState, UnprovenSearch } from '../transport/search-transport.ts'

/** Methods that are one question and one answer. */
export const CALLS = [
  'catalog',
  'validate',
  'create',
  'fork',
  'list',
  'get',
  'pause',
  'resume',
  'cancel',
  'extend',
  'steer',
  'node',
  'candidates',
  'path',
  'evidence',
  'thought',
  'thoughts',
  'snapshot',
  'result',
  'exportSearch',
] as const satisfies readonly Exclude<keyof SearchTransport, 'events' | 'importSearch'>[]
export type Call = (typeof CALLS)[number]

/**
 * What goes to the side that has the transport. `id` is the asker's number for a call or a stream. A stream sends one batch for each
 * `more`: who does not ask is not sent anything, however fast the search.
 */
export type Question =
  | { readonly espalier: 'call'; readonly id: number; readonly method: Call; readonly args: readonly unknown[] }
  /** `tells`: whether to say what was read before it is proven. */
  | { readonly espalier: 'import'; readonly id: number; readonly file: Uint8Array; readonly tells: boolean }
  | { readonly espalier: 'open'; readonly id: number; readonly search: string; readonly after: number | null }
  | { readonly espalier: 'more'; readonly id: number }
  | { readonly espalier: 'leave'; readonly id: number }

/** What comes back. A batch is one line of `encodeBatch`: one string crosses a port faster than thousands of objects. */
export type Answer =
  | { readonly espalier: 'value'; readonly id: number; readonly value: unknown }
  | { readonly espalier: 'error'; readonly id: number; readonly error: ErrorMessage }
  /** What an import has read, before its answer. */
  | { readonly espalier: 'read'; readonly id: number; readonly search: UnprovenSearch }
  | { readonly espalier: 'events'; readonly id: number; readonly batch: string }
  | { readonly espalier: 'state'; readonly id: number; readonly state: StreamState }
  | { readonly espalier: 'end'; readonly id: number }

/** A ClientError as a port can carry it. */
export interface ErrorMessage {
  readonly code: ClientErrorCode
  readonly message: string
  readonly status: number | null
  readonly problem: ProblemDetails | null
  readonly retryable: boolean
  readonly retryAfterMs: number | null
}

export function errorMessage({ code, message, status, problem, retryable, retryAfterMs }: ClientError): ErrorMessage {
  return { code, message, status, problem, retryable, retryAfterMs }
}

export function errorOfMessage({ code, message, ...more }: ErrorMessage): ClientError {
  return new ClientError(code, message, more)
}

/** Whether something that came over a port is ours: other parts of a page may use the same one. */
export function isOurs(data: unknown): data is { readonly espalier: string; readonly id: number } {
  return typeof data === 'object' && data !== null && 'espalier' in data && 'id' in data
}
