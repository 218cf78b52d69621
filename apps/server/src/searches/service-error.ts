import type { ProblemCode } from '@espalier/protocol'

/** What a caller of the service may be told. */
export type ServiceErrorCode = Extract<
  ProblemCode,
  | 'invalid-request'
  | 'trace-hidden'
  | 'not-found'
  | 'search-ended'
  | 'not-finished'
  | 'idempotency-mismatch'
  | 'overloaded'
  | 'stopping'
>

/** A request that cannot be done, in words for its sender. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly code: ServiceErrorCode
  /** Where in the request: a JSON pointer. */
  readonly pointer: string | null

  constructor(code: ServiceErrorCode, message: string, pointer: string | null = null) {
    super(message)
    this.code = code
    this.pointer = pointer
  }
}

export function endedError(id: string): ServiceError {
  return new ServiceError('search-ended', `search ${id} has ended; an ended search is not changed any more`)
}

/** What a request gets while, and after, the server stops. */
export function stoppingError(): ServiceError {
  return new ServiceError('stopping', 'the server is stopping; ask again in a moment')
}
