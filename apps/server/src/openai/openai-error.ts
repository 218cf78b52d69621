import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { isProviderError, type ProviderErrorCode } from '@espalier/token'

/** A refusal in OpenAI's words. */
export interface OpenAiRefusal {
  readonly status: ContentfulStatusCode
  readonly message: string
  /** The field that is wrong. */
  readonly param: string | null
  /** For programs. */
  readonly code: string | null
  readonly headers?: Readonly<Record<string, string>>
}

/** Thrown from anywhere below an OpenAI-compatible route. */
export class OpenAiError extends Error {
  override readonly name = 'OpenAiError'
  readonly refusal: OpenAiRefusal

  constructor(
    status: ContentfulStatusCode,
    message: string,
    param: string | null = null,
    code: string | null = null,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.refusal = { status, message, param, code, headers }
  }
}

/** To clients that try again by themselves, where the next try would cost as much and end in the same way. */
export const NO_RETRY = { 'x-should-retry': 'false' } as const

const MAX_CHARS = 300

/** The body of a refusal. */
export function envelope({ status, message, param, code }: OpenAiRefusal): object {
  return { error: { message: message.slice(0, MAX_CHARS), type: typeOf(status), param, code } }
}

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error'
  if (status === 403) return 'permission_error'
  if (status === 429) return 'rate_limit_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}

const STATUSES: Readonly<Partial<Record<ProviderErrorCode, ContentfulStatusCode>>> = {
  'bad-request': 400,
  'rate-limited': 429,
  'budget-spent': 402,
  timeout: 504,
}

/**
 * A failure of a model as a refusal; null if it is none. Once money may have been spent the client is told not to try again by itself. What
 * the model's server said stays here unless it was about the request.
 */
export function refusalOf(error: unknown): OpenAiRefusal | null {
  if (error instanceof OpenAiError) return error.refusal
  if (!isProviderError(error)) return null
  const { code, message, param, usage, retryAfterMs } = error
  const isAbout = code === 'bad-request' || code === 'budget-spent'
  const headers = {
    ...(usage === undefined ? {} : NO_RETRY),
    ...(code === 'rate-limited'
      ? { 'retry-after': String(Math.min(60, Math.ceil((retryAfterMs ?? 1000) / 1000))) }
      : {}),
  }
  return {
    status: STATUSES[code] ?? 502,
    message: isAbout ? message : `the model could not be asked (${code})`,
    param: param ?? null,
    code: code.replaceAll('-', '_'),
    headers,
  }
}
