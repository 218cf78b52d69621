import { PROBLEMS, type ProblemCode, type ProblemDetails } from '@espalier/protocol'

/**
 * Every code that a {@link ClientError} can carry: what a server refuses a request for, and what can go wrong on the way.
 * `unreachable`: no answer came. `aborted`: the caller's signal fired. `invalid-response`: an answer that is none of this protocol's.
 */
export type ClientErrorCode = ProblemCode | 'unreachable' | 'aborted' | 'invalid-response'

const MARK = Symbol.for('espalier.ClientError')

/** A request that did not succeed. */
export class ClientError extends Error {
  override readonly name = 'ClientError'
  readonly code: ClientErrorCode
  /** HTTP status, or the one that HTTP would have given; null when no answer came. */
  readonly status: number | null
  /** What the answer said, for programs; null when it said nothing of the kind. */
  readonly problem: ProblemDetails | null
  /** Whether the same request may succeed later. */
  readonly retryable: boolean
  /** Milliseconds that the server asks to wait before another try; null if it did not. */
  readonly retryAfterMs: number | null

  constructor(
    code: ClientErrorCode,
    message: string,
    more: {
      readonly status?: number | null
      readonly problem?: ProblemDetails | null
      readonly retryable?: boolean
      readonly retryAfterMs?: number | null
      readonly cause?: unknown
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.problem = more.problem ?? null
    this.status = more.status ?? statusOf(code)
    this.retryable = more.retryable ?? isRetryable(code, this.status)
    this.retryAfterMs = more.retryAfterMs ?? null
    Object.defineProperty(this, MARK, { value: true })
  }
}

/** True for a {@link ClientError} of this or of another copy of the package. */
export function isClientError(value: unknown): value is ClientError {
  return typeof value === 'object' && value !== null && MARK in value
}

/** The error for what an answer says. */
export function problemError(problem: ProblemDetails, retryAfterMs: number | null = null): ClientError {
  const { code, status, title, detail } = problem
  return new ClientError(code, detail ?? title, { status, problem, retryAfterMs })
}

function statusOf(code: ClientErrorCode): number | null {
  return code in PROBLEMS ? PROBLEMS[code as ProblemCode].status : null
}

function isRetryable(code: ClientErrorCode, status: number | null): boolean {
  if (code === 'unreachable' || code === 'overloaded' || code === 'stopping') return true
  return code === 'invalid-response' && status !== null && (status >= 500 || status === 408 || status === 429)
}
