/** What is wrong with the input of a reading, a kernel or a refinement. Closed: a new code is a change of the public interface. */
export type LatentErrorCode = 'WRONG_LENGTH' | 'NOT_FINITE' | 'TOO_FEW' | 'INVALID_OPTIONS' | 'OUT_OF_RANGE'

export interface LatentErrorDetails {
  /** What came, shortened to one short line. */
  readonly got: string
  /** What would have been accepted. */
  readonly expected: string
  /** The place: an argument, an option, an index. */
  readonly where: string
}

const MARK: unique symbol = Symbol.for('espalier.latent-error')

/** A mistake of the caller: vectors that do not fit, numbers that are none, sets too small. Reads `what: got …, expected … (where)`. */
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
