/** What is wrong with the input of a function over thoughts. Closed: a new code is a change of the public interface. */
export type LatentErrorCode = 'INVALID_OPTIONS' | 'WRONG_DIMENSION' | 'NOT_FINITE' | 'EMPTY'

export interface LatentErrorDetails {
  /** What came, shortened to one short line. */
  readonly got: string
  /** What would have been accepted. */
  readonly expected: string
  /** The place: an option, an argument, a tensor. */
  readonly where: string
}

const MARK: unique symbol = Symbol.for('espalier.latent-error')

/** Bad input to a function over thoughts. The message reads `what: got …, expected … (where)` on one line. */
export class LatentError extends Error {
  readonly [MARK] = true
  override readonly name = 'LatentError'
  readonly code: LatentErrorCode
  readonly details: LatentErrorDetails

  constructor(code: LatentErrorCode, what: string, details: LatentErrorDetails) {
    super(`${what}: got ${details.got}, expected ${details.expected} (${details.where})`)
    this.code = code
    this.details = details
  }
}

/** True for a {@link LatentError}, also one from another copy of this package. */
export function isLatentError(value: unknown): value is LatentError {
  return typeof value === 'object' && value !== null && MARK in value
}
