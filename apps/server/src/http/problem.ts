import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { PROBLEM_MEDIA_TYPE, problemDetails, type FieldFault, type ProblemCode } from '@espalier/protocol'

/** A request refused, thrown from anywhere below a route. */
export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly code: ProblemCode
  readonly errors: readonly FieldFault[]

  constructor(code: ProblemCode, detail: string, errors: readonly FieldFault[] = []) {
    super(detail)
    this.code = code
    this.errors = errors
  }
}

const MAX_CHARS = 300
const MAX_FAULTS = 20
const RETRY_AFTER_SECONDS = '2'

/** A refusal as RFC 9457 has it. What a client sent comes back shortened, never whole. */
export function problem(
  c: Context,
  code: ProblemCode,
  detail?: string,
  errors: readonly FieldFault[] = [],
  headers: Readonly<Record<string, string>> = {},
): Response {
  const requestId = c.get('requestId') as string | undefined
  const body = problemDetails(code, {
    ...(detail === undefined ? {} : { detail: shorten(detail) }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(errors.length === 0 ? {} : { errors: errors.slice(0, MAX_FAULTS).map(shortFault) }),
  })
  return c.body(JSON.stringify(body), body.status as ContentfulStatusCode, {
    'content-type': PROBLEM_MEDIA_TYPE,
    'cache-control': 'no-store',
    ...(body.status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS } : {}),
    ...headers,
  })
}

const shortFault = ({ pointer, message }: FieldFault): FieldFault => ({
  pointer: shorten(pointer),
  message: shorten(message),
})

function shorten(text: string): string {
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS - 1)}…` : text
}
