/** Everything that a request can be refused for: status and title by code (RFC 9457). */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'The key is missing or wrong' },
  'forbidden-host': { status: 403, title: 'The server is not addressed under this name' },
  'forbidden-origin': { status: 403, title: 'Requests from this origin are not taken' },
  'trace-hidden': { status: 403, title: 'This part of the search is not shown' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'This method does not apply here' },
  'search-ended': { status: 409, title: 'The search has ended' },
  'not-finished': { status: 409, title: 'The search has not ended' },
  'no-vectors': { status: 409, title: 'The states of the search are not vectors' },
  'too-large': { status: 413, title: 'The body is too large' },
  'uri-too-long': { status: 414, title: 'The URL is too long' },
  'unsupported-media-type': { status: 415, title: 'The body has another media type' },
  'idempotency-mismatch': { status: 422, title: 'The idempotency key came with another request' },
  'invalid-log': { status: 422, title: 'The search to import is not sound' },
  internal: { status: 500, title: 'The server failed' },
  overloaded: { status: 503, title: 'The server is full' },
  stopping: { status: 503, title: 'The server is stopping' },
} as const

export type ProblemCode = keyof typeof PROBLEMS
export const PROBLEM_CODES = Object.keys(PROBLEMS) as readonly ProblemCode[]
export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

export interface FieldFault {
  /** JSON pointer into the body, or the name of a parameter. */
  readonly pointer: string
  readonly message: string
}

/** What a refused request is answered with. */
export interface ProblemDetails {
  /** `urn:espalier:problem:` and the code. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  readonly detail?: string
  readonly requestId?: string
  readonly errors?: readonly FieldFault[]
}

/** The body for a code. */
export function problemDetails(
  code: ProblemCode,
  more: Pick<ProblemDetails, 'detail' | 'requestId' | 'errors'> = {},
): ProblemDetails {
  const { status, title } = PROBLEMS[code]
  return { type: `urn:espalier:problem:${code}`, title, status, code, ...more }
}
