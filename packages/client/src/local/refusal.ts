import { isSearchError } from '@espalier/core'
import { isProtocolError, problemDetails, type FieldFault } from '@espalier/protocol'
import { ClientError, isClientError, problemError } from '../transport/client-error.ts'
import { messageOf } from '../transport/message-of.ts'

/** A request that is refused for one field, as a server would. */
export function invalidRequest(detail: string, errors: readonly FieldFault[]): ClientError {
  return problemError(problemDetails('invalid-request', { detail, errors }))
}

export function refusal(
  code: 'not-found' | 'search-ended' | 'not-finished' | 'invalid-log' | 'idempotency-mismatch',
  detail: string,
): ClientError {
  return problemError(problemDetails(code, { detail }))
}

/** What was thrown while a request was looked at, as the error that a server would answer it with. */
export function refusalOf(thrown: unknown): ClientError {
  if (isClientError(thrown)) return thrown
  const message = messageOf(thrown)
  if (isProtocolError(thrown)) {
    const isLog = thrown.code === 'INVALID_LOG' || thrown.code === 'INVALID_BATCH'
    return problemError(problemDetails(isLog ? 'invalid-log' : 'invalid-request', { detail: message }))
  }
  if (isSearchError(thrown)) return problemError(problemDetails('invalid-request', { detail: message }))
  const { pointer, code } = thrown as { readonly pointer?: unknown; readonly code?: unknown }
  if (code === 'NO_VECTORS') return problemError(problemDetails('no-vectors', { detail: message }))
  if (typeof pointer === 'string') return invalidRequest(message, [{ pointer, message }])
  return new ClientError('internal', message, { cause: thrown })
}

/** The issues of a schema as the faults of a request. */
export function schemaRefusal(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): ClientError {
  const errors = issues.map(({ path, message }) => ({
    pointer: path.map((step) => `/${String(step)}`).join(''),
    message,
  }))
  const first = errors[0]
  return invalidRequest(first === undefined ? 'not valid' : `${first.pointer}: ${first.message}`, errors)
}
